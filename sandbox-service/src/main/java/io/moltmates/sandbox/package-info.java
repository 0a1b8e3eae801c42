/// Runs commands in containers, and every file operation that a model asked for.
@NullMarked
package io.moltmates.sandbox;

import org.jspecify.annotations.NullMarked;
