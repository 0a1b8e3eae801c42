package io.moltmates.schema.contract;

/// Whether the published contracts are written, or only checked.
final class Contracts {

    /// `-Dmoltmates.contracts=write`
    static final boolean WRITE = "write".equals(System.getProperty("moltmates.contracts"));

    private Contracts() {}
}
