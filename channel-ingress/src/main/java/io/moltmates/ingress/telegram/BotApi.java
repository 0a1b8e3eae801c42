package io.moltmates.ingress.telegram;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.moltmates.schema.RecordCodec;
import io.moltmates.schema.config.Secret;
import io.quarkus.rest.client.reactive.QuarkusRestClientBuilder;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.channels.UnresolvedAddressException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// One bot's calls of the Bot API. Each blocks until the answer is there, and ends its request when it is interrupted
/// or takes too long.
///
/// The token stands in every address, so no exception of the client is passed on: a [BotFault] says what happened
/// without it.
final class BotApi {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration PATIENCE_FOR_FILES = Duration.ofMinutes(2);
    private static final int CONNECTIONS = 200;

    private final BotMethods methods;
    private final BotFiles files;

    BotApi(BotMethods methods, BotFiles files) {
        this.methods = methods;
        this.files = files;
    }

    /// @param proxy an HTTP proxy; null for none
    static BotApi of(URI root, Secret token, @Nullable URI proxy) {
        String base = root.toString().replaceFirst("/+$", "");
        return new BotApi(
                client(base + "/bot" + token.reveal(), proxy).build(BotMethods.class),
                client(base + "/file/bot" + token.reveal(), proxy).build(BotFiles.class));
    }

    private static QuarkusRestClientBuilder client(String base, @Nullable URI proxy) {
        var builder = QuarkusRestClientBuilder.newBuilder()
                .baseUri(URI.create(base))
                .connectTimeout(5, TimeUnit.SECONDS)
                .readTimeout(PATIENCE_FOR_FILES.toSeconds(), TimeUnit.SECONDS)
                .property("io.quarkus.rest.client.connection-pool-size", CONNECTIONS)
                .property("microprofile.rest.client.disable.default.mapper", true);
        if (proxy != null) {
            builder.proxyAddress(proxy.getHost(), proxy.getPort() < 0 ? 8080 : proxy.getPort());
        }
        return builder;
    }

    BotObjects.User getMe() throws BotFault, InterruptedException {
        return call(BotMethods::getMe, PATIENCE, BotObjects.User.class);
    }

    /// @param wait how long the API may hold the request; it is ended by force somewhat later
    List<BotObjects.Update> getUpdates(@Nullable Long offset, Duration wait, List<String> kinds)
            throws BotFault, InterruptedException {
        var call = new BotCalls.GetUpdates(offset, 100, (int) wait.toSeconds(), kinds);
        return List.of(call(to -> to.getUpdates(call), wait.plusSeconds(10), BotObjects.Update[].class));
    }

    void setWebhook(URI url, String secret, List<String> kinds) throws BotFault, InterruptedException {
        var call = new BotCalls.SetWebhook(url.toString(), secret, kinds);
        call(to -> to.setWebhook(call));
    }

    void deleteWebhook() throws BotFault, InterruptedException {
        call(to -> to.deleteWebhook(new BotCalls.DeleteWebhook(false)));
    }

    void setMyCommands(List<BotCalls.BotCommand> commands) throws BotFault, InterruptedException {
        call(to -> to.setMyCommands(new BotCalls.SetMyCommands(commands)));
    }

    BotObjects.Message sendMessage(BotCalls.SendMessage call) throws BotFault, InterruptedException {
        return call(to -> to.sendMessage(call), PATIENCE, BotObjects.Message.class);
    }

    void sendMessageDraft(BotCalls.SendMessageDraft call) throws BotFault, InterruptedException {
        call(to -> to.sendMessageDraft(call));
    }

    void editMessageText(BotCalls.EditMessageText call) throws BotFault, InterruptedException {
        call(to -> to.editMessageText(call));
    }

    void sendChatAction(BotCalls.SendChatAction call) throws BotFault, InterruptedException {
        call(to -> to.sendChatAction(call));
    }

    void setMessageReaction(BotCalls.SetMessageReaction call) throws BotFault, InterruptedException {
        call(to -> to.setMessageReaction(call));
    }

    void answerCallbackQuery(String id) throws BotFault, InterruptedException {
        call(to -> to.answerCallbackQuery(new BotCalls.AnswerCallbackQuery(id)));
    }

    BotObjects.ChatMember getChatMember(long chat, long user) throws BotFault, InterruptedException {
        return call(
                to -> to.getChatMember(new BotCalls.GetChatMember(chat, user)), PATIENCE, BotObjects.ChatMember.class);
    }

    BotObjects.File getFile(String fileId) throws BotFault, InterruptedException {
        return call(to -> to.getFile(new BotCalls.GetFile(fileId)), PATIENCE, BotObjects.File.class);
    }

    BotObjects.Message sendFile(FileUpload upload) throws BotFault, InterruptedException {
        return call(
                to -> upload.isPhoto() ? to.sendPhoto(upload.form()) : to.sendDocument(upload.form()),
                PATIENCE_FOR_FILES,
                BotObjects.Message.class);
    }

    /// What is done with a file's bytes while they come.
    interface Sink {
        void take(InputStream bytes) throws IOException;
    }

    /// @param path as [#getFile] tells it
    void download(String path, Sink sink) throws IOException, InterruptedException {
        try (var response = await(files.download(path), PATIENCE_FOR_FILES)) {
            if (response.getStatus() != 200) {
                throw new BotFault(BotFault.Kind.PASSING, "Telegram answers " + response.getStatus() + " for a file");
            }
            try (var bytes = response.readEntity(InputStream.class)) {
                sink.take(bytes);
            }
        }
    }

    private void call(Function<BotMethods, Uni<Response>> call) throws BotFault, InterruptedException {
        var _ = call(call, PATIENCE, JsonNode.class);
    }

    private <T> T call(Function<BotMethods, Uni<Response>> call, Duration patience, Class<T> type)
            throws BotFault, InterruptedException {
        byte[] body;
        int status;
        try (var response = await(call.apply(methods), patience)) {
            status = response.getStatus();
            body = response.readEntity(byte[].class);
        }
        try {
            var tree = RecordCodec.mapper().readTree(body);
            if (tree.path("ok").asBoolean()) {
                return RecordCodec.mapper().treeToValue(tree.path("result"), type);
            }
            throw BotFault.of(RecordCodec.mapper().treeToValue(tree, BotObjects.Answer.class), status);
        } catch (BotFault fault) {
            throw fault;
        } catch (JsonProcessingException e) {
            throw unreadable(status, body, e);
        } catch (IOException e) {
            throw unreadable(status, body, null);
        }
    }

    private static BotFault unreadable(int status, byte[] body, @Nullable JsonProcessingException problem) {
        if (status >= 400) {
            return BotFault.of(new BotObjects.Answer(false, status, null, null), status);
        }
        String where = problem == null || problem.getLocation() == null
                ? ""
                : " at byte " + problem.getLocation().getByteOffset();
        String start =
                new String(body, 0, Math.min(20, body.length), StandardCharsets.UTF_8).replaceAll("\\p{Cntrl}", " ");
        return new BotFault(
                BotFault.Kind.UNKNOWN, "the answer is not what the Bot API says" + where + ", it begins with " + start);
    }

    private static Response await(Uni<Response> call, Duration patience) throws BotFault, InterruptedException {
        var answer = call.subscribeAsCompletionStage();
        try {
            return answer.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException _) {
            throw new BotFault(BotFault.Kind.UNKNOWN, "no answer within " + patience.toSeconds() + " s");
        } catch (ExecutionException e) {
            throw broken(e.getCause());
        } finally {
            answer.cancel(true); // nothing, unless it is not done
        }
    }

    private static BotFault broken(@Nullable Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof ConnectException
                    || cause instanceof UnknownHostException
                    || cause instanceof UnresolvedAddressException) {
                return new BotFault(
                        BotFault.Kind.PASSING,
                        "the Bot API can't be reached (" + cause.getClass().getSimpleName() + ")");
            }
        }
        String what = failure == null ? "unknown" : failure.getClass().getSimpleName();
        return new BotFault(BotFault.Kind.UNKNOWN, "the connection broke (" + what + ")");
    }
}
