package io.moltmates.sandbox.files;

import java.util.function.LongSupplier;

/// How much of one person's may lie on the disk.
///
/// The files beside the workspace (`SOUL.md`, `USER.md`, `MEMORY.md`, `memory/`) have a bound of their
/// own, so that a full workspace does not keep an assistant from remembering.
///
/// @param workspaceBytes of the workspace, asked for each time
/// @param workspaceEntries files and directories of the workspace; also as many as are looked at when it
/// is measured, so that no tree holds its person up for long
/// @param ownBytes of the files beside it
/// @param ownEntries files and directories beside it
public record Quotas(LongSupplier workspaceBytes, int workspaceEntries, long ownBytes, int ownEntries) {

    private static final long MEGABYTE = 1 << 20;

    /// @param workspaceMegabytes asked for each time
    public static Quotas ofMegabytes(LongSupplier workspaceMegabytes) {
        return new Quotas(() -> workspaceMegabytes.getAsLong() * MEGABYTE, 100_000, 64 * MEGABYTE, 10_000);
    }
}
