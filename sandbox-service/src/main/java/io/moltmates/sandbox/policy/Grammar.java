package io.moltmates.sandbox.policy;

import java.util.List;

/// What one program may be given.
interface Grammar {

    /// Throws `RefusedException` for arguments that are not allowed.
    ///
    /// @return those arguments that name files; `-`, which is the standard input, is among them
    List<String> files(List<String> arguments);
}
