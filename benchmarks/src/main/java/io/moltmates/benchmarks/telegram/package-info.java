/// Stands in for Telegram's Bot API on a loopback socket.
@NullMarked
package io.moltmates.benchmarks.telegram;

import org.jspecify.annotations.NullMarked;
