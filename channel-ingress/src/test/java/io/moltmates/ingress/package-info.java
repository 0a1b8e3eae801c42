/// Tests of this package.
@NullMarked
package io.moltmates.ingress;

import org.jspecify.annotations.NullMarked;
