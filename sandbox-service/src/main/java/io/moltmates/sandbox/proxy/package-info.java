/// Stands between sandbox-service and the Docker engine, and passes on only what sandbox-service needs.
@NullMarked
package io.moltmates.sandbox.proxy;

import org.jspecify.annotations.NullMarked;
