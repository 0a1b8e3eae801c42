/// Tests of this package.
@NullMarked
package io.moltmates.ingress.api;

import org.jspecify.annotations.NullMarked;
