/// Tests of writing and reading the topics.
@NullMarked
package io.moltmates.schema.kafka;

import org.jspecify.annotations.NullMarked;
