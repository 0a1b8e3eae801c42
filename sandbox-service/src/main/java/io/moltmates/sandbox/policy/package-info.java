/// What may run: rules without effects, from a request's line or argument vector to a plan or a refusal.
@NullMarked
package io.moltmates.sandbox.policy;

import org.jspecify.annotations.NullMarked;
