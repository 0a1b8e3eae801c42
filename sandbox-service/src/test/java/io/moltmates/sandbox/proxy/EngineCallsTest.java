package io.moltmates.sandbox.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EngineCallsTest {

    @Test
    void readsTheCallsOfSandboxService() {
        assertThat(read("GET /_ping")).isEqualTo(new EngineCall.Ping());
        assertThat(read("GET /images/moltmate-sandbox:bookworm-slim/json"))
                .isEqualTo(new EngineCall.InspectImage("moltmate-sandbox:bookworm-slim"));
        assertThat(read("GET /containers/json?all=true&filters=%7B%7D")).isEqualTo(new EngineCall.ListAll());
        assertThat(read("GET /v1.41/containers/abc/json")).isEqualTo(new EngineCall.Inspect("abc"));
        assertThat(read("POST /containers/abc/start")).isEqualTo(new EngineCall.Start("abc"));
        assertThat(read("POST /containers/abc/rename?name=d")).isEqualTo(new EngineCall.Rename("abc", "d"));
        assertThat(read("DELETE /containers/abc?v=true&force=true")).isEqualTo(new EngineCall.Remove("abc"));
        assertThat(EngineCalls.read(new Request("POST", "/containers/create?name=n", "{}", false, false)))
                .contains(new EngineCall.Create("n"));
        assertThat(EngineCalls.read(new Request(
                        "POST", "/v1.41/containers/abc/attach?stream=1&stdin=1&stdout=1&stderr=1", "", true, false)))
                .contains(new EngineCall.Attach("abc"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /info",
                "GET /version",
                "GET /events",
                "GET /",
                "GET /containers",
                "GET /containers/json?size=1",
                "GET /containers/json?all=1&all=0",
                "GET /containers/abc/logs",
                "GET /containers/abc/archive?path=/",
                "PUT /containers/abc/archive?path=/",
                "GET /containers/abc/export",
                "GET /containers/abc/json?size=1",
                "GET /containers/../containers/abc/json",
                "GET /containers/abc%2fjson",
                "GET /containers/abc/json/",
                "GET //containers/abc/json",
                "GET /v1.41/v1.41/containers/abc/json",
                "GET /v2.0/containers/abc/json",
                "GET /containers/abc/json#x",
                "GET /containers/abc;x/json",
                "POST /containers/abc/start?detachKeys=x",
                "POST /containers/abc/exec",
                "POST /containers/abc/update",
                "POST /containers/abc/copy",
                "POST /containers/abc/attach?stream=1&stdin=1&stdout=1&stderr=1",
                "POST /containers/prune",
                "POST /exec/abc/start",
                "POST /build",
                "POST /images/create?fromImage=x",
                "POST /images/moltmate-sandbox:bookworm-slim/tag",
                "DELETE /images/moltmate-sandbox:bookworm-slim",
                "POST /volumes/create",
                "GET /volumes",
                "POST /networks/create",
                "POST /plugins/pull",
                "POST /swarm/init",
                "GET /secrets",
                "HEAD /containers/abc/json",
                "OPTIONS /_ping",
                "GET /_ping?x=%zz"
            })
    void knowsNoOtherCall(String line) {
        String[] words = line.split(" ", -1);
        assertThat(EngineCalls.read(new Request(words[0], words[1], "", false, false)))
                .isEmpty();
    }

    @Test
    void takesABodyAndAStreamOnlyWhereTheyBelong() {
        assertThat(EngineCalls.read(new Request("POST", "/containers/abc/start", "{}", false, false)))
                .isEmpty();
        assertThat(EngineCalls.read(new Request("GET", "/_ping", "", true, false)))
                .isEmpty();
        assertThat(EngineCalls.read(new Request("POST", "/containers/create", "{}", true, false)))
                .isEmpty();
        assertThat(EngineCalls.read(new Request("GET", "/containers/abc/json", "", true, false)))
                .isEmpty();
    }

    private static EngineCall read(String line) {
        String[] words = line.split(" ", -1);
        return EngineCalls.read(new Request(words[0], words[1], "", false, false))
                .orElseThrow();
    }
}
