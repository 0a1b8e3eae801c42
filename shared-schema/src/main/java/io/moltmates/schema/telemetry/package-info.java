/// What every service tells monitoring: spans of its work, and what it counts and measures.
@NullMarked
package io.moltmates.schema.telemetry;

import org.jspecify.annotations.NullMarked;
