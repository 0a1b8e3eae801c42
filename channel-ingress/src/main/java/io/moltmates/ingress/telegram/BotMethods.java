package io.moltmates.ingress.telegram;

import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.jboss.resteasy.reactive.client.api.ClientMultipartForm;

/// The methods of Telegram's Bot API that are called here, as <https://core.telegram.org/bots/api#available-methods>
/// names them, below `<apiRoot>/bot<token>`. What comes back is read by [BotApi]: also an error is JSON there.
@Path("/")
@Consumes(MediaType.APPLICATION_JSON)
interface BotMethods {

    @POST
    @Path("getMe")
    Uni<Response> getMe();

    @POST
    @Path("getUpdates")
    Uni<Response> getUpdates(BotCalls.GetUpdates call);

    @POST
    @Path("setWebhook")
    Uni<Response> setWebhook(BotCalls.SetWebhook call);

    @POST
    @Path("deleteWebhook")
    Uni<Response> deleteWebhook(BotCalls.DeleteWebhook call);

    @POST
    @Path("setMyCommands")
    Uni<Response> setMyCommands(BotCalls.SetMyCommands call);

    @POST
    @Path("sendMessage")
    Uni<Response> sendMessage(BotCalls.SendMessage call);

    @POST
    @Path("sendMessageDraft")
    Uni<Response> sendMessageDraft(BotCalls.SendMessageDraft call);

    @POST
    @Path("editMessageText")
    Uni<Response> editMessageText(BotCalls.EditMessageText call);

    @POST
    @Path("sendChatAction")
    Uni<Response> sendChatAction(BotCalls.SendChatAction call);

    @POST
    @Path("setMessageReaction")
    Uni<Response> setMessageReaction(BotCalls.SetMessageReaction call);

    @POST
    @Path("answerCallbackQuery")
    Uni<Response> answerCallbackQuery(BotCalls.AnswerCallbackQuery call);

    @POST
    @Path("getChatMember")
    Uni<Response> getChatMember(BotCalls.GetChatMember call);

    @POST
    @Path("getFile")
    Uni<Response> getFile(BotCalls.GetFile call);

    @POST
    @Path("sendPhoto")
    @Consumes(MediaType.MULTIPART_FORM_DATA)
    Uni<Response> sendPhoto(ClientMultipartForm call);

    @POST
    @Path("sendDocument")
    @Consumes(MediaType.MULTIPART_FORM_DATA)
    Uni<Response> sendDocument(ClientMultipartForm call);
}
