package io.moltmates.schema.telemetry;

/// The names of OpenTelemetry's semantic conventions that more than one place uses.
///
/// Messaging as of version 1.41; of generative AI what the conventions' own repository says, into which they moved
/// after
/// 1.41.
public final class Names {

    public static final String ERROR_TYPE = "error.type";
    public static final String OPERATION = "gen_ai.operation.name";
    public static final String PROVIDER = "gen_ai.provider.name";
    public static final String REQUEST_MODEL = "gen_ai.request.model";
    public static final String CONVERSATION = "gen_ai.conversation.id";
    public static final String TOOL = "gen_ai.tool.name";
    public static final String USER = "user.id";
    /// The id of the inbound message to which all of a trace belongs.
    public static final String MESSAGE = "moltmates.message.id";
    public static final String CHANNEL = "moltmates.channel";
    /// What stands in a label for a value that is not one of a known few.
    public static final String OTHER = "other";

    private Names() {}
}
