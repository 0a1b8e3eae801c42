/// The files of one person, opened so that nothing a container does can lead an operation outside of
/// them.
@NullMarked
package io.moltmates.sandbox.files;

import org.jspecify.annotations.NullMarked;
