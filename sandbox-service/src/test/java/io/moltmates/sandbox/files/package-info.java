/// Tests of the file tools against a real file system.
@NullMarked
package io.moltmates.sandbox.files;

import org.jspecify.annotations.NullMarked;
