/// Tests of choosing a persona, with a log and a clock that stand in for the real ones.
@NullMarked
package io.moltmates.persona;

import org.jspecify.annotations.NullMarked;
