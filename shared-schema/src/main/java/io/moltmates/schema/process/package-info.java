/// What every process does before its services start, whether it runs one of them or all.
@NullMarked
package io.moltmates.schema.process;

import org.jspecify.annotations.NullMarked;
