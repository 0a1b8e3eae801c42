/// Tests of the configuration.
@NullMarked
package io.moltmates.schema.config;

import org.jspecify.annotations.NullMarked;
