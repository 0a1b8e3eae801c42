/// Tests of this package.
@NullMarked
package io.moltmates.ingress.web;

import org.jspecify.annotations.NullMarked;
