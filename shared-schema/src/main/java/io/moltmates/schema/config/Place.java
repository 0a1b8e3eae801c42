package io.moltmates.schema.config;

/// A place in a file, counted from 1; line 0 is the file as a whole.
record Place(int line, int column) {

    static final Place FILE = new Place(0, 0);
}
