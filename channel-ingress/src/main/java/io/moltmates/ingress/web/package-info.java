/// The web chat: signing in, the web socket, and uploads.
@NullMarked
package io.moltmates.ingress.web;

import org.jspecify.annotations.NullMarked;
