/// What the operator sets: `moltmate.json` as records that check themselves, with a finding for everything that is
/// wrong in it.
@NullMarked
package io.moltmates.schema.config;

import org.jspecify.annotations.NullMarked;
