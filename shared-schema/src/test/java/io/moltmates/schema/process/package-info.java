/// Tests of what processes have in common.
@NullMarked
package io.moltmates.schema.process;

import org.jspecify.annotations.NullMarked;
