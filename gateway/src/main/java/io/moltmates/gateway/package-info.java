/// The `moltmate` program: all services in one JVM with an embedded broker, and the command line.
@NullMarked
package io.moltmates.gateway;

import org.jspecify.annotations.NullMarked;
