/// Tests of the sandbox service.
@NullMarked
package io.moltmates.sandbox;

import org.jspecify.annotations.NullMarked;
