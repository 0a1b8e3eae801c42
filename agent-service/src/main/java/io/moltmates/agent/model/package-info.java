/// Calls to language models: one seam for every provider, and what makes a faulty one harmless.
@NullMarked
package io.moltmates.agent.model;

import org.jspecify.annotations.NullMarked;
