package io.moltmates.sandbox.files;

/// What one file operation may take at the most.
///
/// @param readBytes how much text one read returns
/// @param scanBytes how much one read looks at on its way to the line that was asked for
/// @param fileBytes how large a file a write or an edit may make
/// @param entries how many entries a listing shows
/// @param transferBytes how large a file may be that comes in as an attachment or goes out
/// @param deletions how many files and directories one deletion removes
public record FileLimits(int readBytes, long scanBytes, int fileBytes, int entries, long transferBytes, int deletions) {

    public static final FileLimits DEFAULT = new FileLimits(64 << 10, 64L << 20, 4 << 20, 500, 256L << 20, 100_000);
}
