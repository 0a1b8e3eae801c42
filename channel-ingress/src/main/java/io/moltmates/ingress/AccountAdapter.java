package io.moltmates.ingress;

import java.util.Map;
import java.util.Set;

/// A platform on which the deployment has bot accounts, each of which one replica at a time polls and sends for.
///
/// **Who works.** [AccountLeases] gives an account to the replica that holds its lease, calls [#connect] there, and
/// runs
/// what comes of it on virtual threads until the lease ends. An adapter starts no poller of its own, keeps no "last
/// chat", and writes no receipts.
///
/// **Coming in.** [AccountConnection#receive] hands each message to [AccountHold#publish], and confirms it to the
/// platform after that. The id comes from [io.moltmates.schema.Ids#messageId] and the platform's own id, so what the
/// platform sends again is the same message.
///
/// **Going out.** An intent is in the log before [AccountConnection#deliver] is called, and a receipt after it. Who
/// takes
/// over goes on behind the last receipt; a delivery with an intent alone was on its way when its holder died. It is
/// sent
/// again under the same id if the platform drops repetitions, and otherwise counted and recorded as unknown.
public interface AccountAdapter {

    /// The channel's name in addresses and user ids: `telegram`.
    String channel();

    /// The names of the accounts that are configured at this moment, as addresses have them. Asked four times a second.
    Set<String> accounts();

    /// What a connection of this account is made with: once it differs, the connection is closed and another one made.
    default Object settings(String account) {
        return account;
    }

    /// How each account is, in a few words: whether it receives and sends, and why not.
    default Map<String, String> states() {
        return Map.of();
    }

    /// Whether the platform shows a message once though it is sent again under the same delivery id.
    boolean dropsRepeated();

    /// Prepares to work for an account under a new lease; does not block.
    AccountConnection connect(AccountHold hold);
}
