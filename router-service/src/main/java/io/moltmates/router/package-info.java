/// Admits people, reads their commands, and sends each message on its one way.
@NullMarked
package io.moltmates.router;

import org.jspecify.annotations.NullMarked;
