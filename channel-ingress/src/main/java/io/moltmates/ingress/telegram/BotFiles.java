package io.moltmates.ingress.telegram;

import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Encoded;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Response;

/// Where the bytes of files are, below `<apiRoot>/file/bot<token>`: <https://core.telegram.org/bots/api#file>.
@Path("/")
interface BotFiles {

    /// @param path with its slashes, which stay such
    /// @return the body is an `InputStream` of the bytes as they come
    @GET
    @Path("{path: .*}")
    Uni<Response> download(@Encoded @PathParam("path") String path);
}
