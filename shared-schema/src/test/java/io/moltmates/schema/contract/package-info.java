/// Publishes the contracts as documents, and holds them against records of yesterday.
@NullMarked
package io.moltmates.schema.contract;

import org.jspecify.annotations.NullMarked;
