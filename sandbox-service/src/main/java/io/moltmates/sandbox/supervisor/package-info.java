/// The client of the supervisor, which is a container's first process: its protocol, and running a plan over it.
@NullMarked
package io.moltmates.sandbox.supervisor;

import org.jspecify.annotations.NullMarked;
