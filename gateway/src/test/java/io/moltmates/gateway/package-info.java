/// Starts the whole program as a process, and looks at it from outside.
@NullMarked
package io.moltmates.gateway;

import org.jspecify.annotations.NullMarked;
