package io.moltmates.persona;

/// Ends the service when it passes here for the n-th time, as `kill -9` would.
final class CrashPoint {

    /// The service is dead.
    static final class Killed extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    private int left;
    private int passed;

    private CrashPoint(int left) {
        this.left = left;
    }

    static CrashPoint never() {
        return new CrashPoint(Integer.MAX_VALUE);
    }

    static CrashPoint at(int point) {
        return new CrashPoint(point);
    }

    void pass() {
        if (left == 0) {
            throw new Killed();
        }
        left--;
        passed++;
    }

    int passed() {
        return passed;
    }
}
