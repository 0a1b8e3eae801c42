@NullMarked
package io.moltmates.sandbox.policy;

import org.jspecify.annotations.NullMarked;
