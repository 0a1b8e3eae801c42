/// Speaks each platform's protocol: normalizes what comes in, delivers what goes out.
@NullMarked
package io.moltmates.ingress;

import org.jspecify.annotations.NullMarked;
