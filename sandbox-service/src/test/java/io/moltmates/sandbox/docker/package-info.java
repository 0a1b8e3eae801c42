/// Tests of the containers with a real Docker engine.
@NullMarked
package io.moltmates.sandbox.docker;

import org.jspecify.annotations.NullMarked;
