/// Brings people to a persona of their choice, makes their first files, and keeps the users table true.
@NullMarked
package io.moltmates.persona;

import org.jspecify.annotations.NullMarked;
