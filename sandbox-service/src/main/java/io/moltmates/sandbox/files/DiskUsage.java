package io.moltmates.sandbox.files;

/// What a tree takes on the disk.
///
/// @param bytes allocated for what is in it
/// @param entries how many files, directories and others are in it
/// @param whole whether all of it was looked at; if not, it has more than is known
record DiskUsage(long bytes, int entries, boolean whole) {

    DiskUsage plus(long moreBytes, int moreEntries) {
        return new DiskUsage(Math.max(0, bytes + moreBytes), entries + moreEntries, whole);
    }
}
