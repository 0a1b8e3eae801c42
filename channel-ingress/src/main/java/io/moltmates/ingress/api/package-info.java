/// The HTTP API in OpenAI's form, and the operator's endpoint.
@NullMarked
package io.moltmates.ingress.api;

import org.jspecify.annotations.NullMarked;
