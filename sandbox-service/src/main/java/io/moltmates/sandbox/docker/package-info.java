/// Containers by a Docker engine.
@NullMarked
package io.moltmates.sandbox.docker;

import org.jspecify.annotations.NullMarked;
