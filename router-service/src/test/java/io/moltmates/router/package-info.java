/// Tests of the router's rules, without a broker.
@NullMarked
package io.moltmates.router;

import org.jspecify.annotations.NullMarked;
