@NullMarked
package io.moltmates.ingress.telegram;

import org.jspecify.annotations.NullMarked;
