/// Writing and reading the topics, by Kafka's own client.
@NullMarked
package io.moltmates.schema.kafka;

import org.jspecify.annotations.NullMarked;
