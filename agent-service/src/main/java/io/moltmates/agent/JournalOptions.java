package io.moltmates.agent;

/// How journals are written.
///
/// @param writer who writes: another one for each time that a partition came to this service
/// @param sync whether lines are forced to the disk before their effect
/// @param duplicateIndex whether messages that were seen before are recognized; off only to show what it is for
record JournalOptions(String writer, boolean sync, boolean duplicateIndex) {}
