/// Tests of the supervisor's client, against a scripted one and the real one.
@NullMarked
package io.moltmates.sandbox.supervisor;

import org.jspecify.annotations.NullMarked;
