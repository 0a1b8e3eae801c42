/// Tests of the proxy before the engine.
@NullMarked
package io.moltmates.sandbox.proxy;

import org.jspecify.annotations.NullMarked;
