/// What the services say to each other, and nothing of how any of them does its work.
@NullMarked
package io.moltmates.schema;

import org.jspecify.annotations.NullMarked;
