/// Attacks on the sandbox, with a real engine: what the walls hold when the policy does not.
@NullMarked
package io.moltmates.sandbox.attacks;

import org.jspecify.annotations.NullMarked;
