package io.moltmates.ingress;

import io.moltmates.schema.InboundMessage;
import io.moltmates.schema.LiveEvent;
import io.moltmates.schema.OutboundMessage;
import java.util.concurrent.CompletionStage;

/// One platform: normalizes what people write there, and delivers what is said to them.
///
/// **Coming in.** An adapter turns each message of its platform into an [io.moltmates.schema.InboundMessage] and hands
/// it to [IngressPublisher#publish]. It confirms to its platform (an HTTP 200, a moved offset, an acknowledged event)
/// only once the returned stage has completed: from then on the log has the message. The id comes from
/// [io.moltmates.schema.Ids#messageId] and the platform's own id, so a message that the platform sends again is the
/// same message. The address holds all that is needed to answer; an adapter keeps no "last chat".
///
/// **Going out.** [#deliver] is called for each record of the egress topic whose address has this channel, in the
/// order of the records of a person. The same delivery id may be given again (a crash, another replica): an adapter
/// passes it on as the platform's idempotency key where there is one. What becomes of an outcome is not the adapter's
/// business: receipts and repetition belong to the caller.
///
/// **Who may talk** and what is said is decided elsewhere. Only channels that people sign in to (web chat, HTTP API)
/// check who somebody is.
///
/// Web chat and HTTP API deliver to sockets and requests that this process holds open. Such a delivery is repeated
/// harmlessly, since the receiver drops an id that it has: they need a receipt but no intent before it. A platform on
/// which a bot account is polled, or sending twice shows twice, has an [AccountAdapter] instead.
public interface ChannelAdapter {

    /// The channel's name in addresses and user ids: `web`, `telegram`.
    String channel();

    /// Hands this to the platform. Never blocks and never throws; what can go wrong is an outcome.
    CompletionStage<DeliveryOutcome> deliver(OutboundMessage message);

    /// Shows how an answer grows, if the platform can show it. May be missed, repeated, or late; never blocks.
    void progress(LiveEvent event);

    /// Somebody wrote this, here or by way of another replica; the log has it. May be repeated; never blocks.
    default void overheard(InboundMessage message) {}
}
