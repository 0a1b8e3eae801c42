package io.moltmates.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.moltmates.schema.PersonToken;
import io.moltmates.schema.StateLayout;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MainTest {

    @TempDir
    private Path directory;

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
                    gatway              | Unknown command 'gatway'. Did you mean 'gateway'?
                    statsu              | Unknown command 'statsu'. Did you mean 'status'?
                    users lnk           | Unknown command 'lnk'. Did you mean 'link'?
                    config chekc        | Unknown command 'chekc'. Did you mean 'check'?
                    qqqqqqqqqqqqqqqqqqq | Unknown command 'qqqqqqqqqqqqqqqqqqq'. There are:
                    version now         | 'now' is one word too many for version.
                    gateway --prot 1    | Unknown option
                    users link          | Missing required parameter
                    gateway --port many | Invalid value for option '--port'
                    tap ingres          | There is no topic 'ingres'. Did you mean 'ingress'?
                    tap moltmate.egres  | Did you mean 'egress'?
                    tap --since soon    | --since 'soon' is not a duration. Write a number with a unit: 500ms, 30s
                    tap --user alice    | Not a user id: 'alice'. Expected <channel>_<platform id>
                    tap --turn m1 --follow | leave out --follow
                    deadletter lsit     | Unknown command 'lsit'. Did you mean 'list'?
                    deadletter show     | Missing required parameter
                    pairing aprove X    | Unknown command 'aprove'. Did you mean 'approve'?
                    pairing approve     | Missing required parameter
                    users ad tg:1       | Unknown command 'ad'. Did you mean 'add'?
                    users add alice     | 'alice' is not a person's id with its channel: write telegram:123456
                    users remove        | Missing required parameter
                    sessions shwo x     | Unknown command 'shwo'. Did you mean 'show'?
                    """)
    void saysWhatItDidNotUnderstand(String words, String sentence) {
        var answer = run(words.split(" "));
        assertThat(answer.exitCode()).isEqualTo(2);
        assertThat(answer.err()).contains(sentence);
        assertThat(answer.out()).isEmpty();
    }

    @Test
    void helpNamesEveryCommand() {
        assertThat(run("help").out())
                .contains(
                        "gateway",
                        "chat",
                        "users",
                        "sessions",
                        "pairing",
                        "status",
                        "tap",
                        "deadletter",
                        "config",
                        "version");
        assertThat(run("users").err()).contains("list", "add", "remove", "reset", "show", "export", "link");
        assertThat(run("help", "gateway").out()).contains("--port").doesNotContain("--training");
        assertThat(run().exitCode()).isZero();
    }

    @Test
    void versionIsOneLine() {
        assertThat(run("version").out()).matches("moltmate \\d+\\.\\d+\\.\\d+\\R");
    }

    @Test
    void linkIsGivenToTheOwnerWithoutAnyConfiguration() throws IOException {
        var answer = run("users", "link", "owner");
        assertThat(answer.exitCode()).isZero();
        assertThat(answer.out()).startsWith("http://127.0.0.1:18789/#token=");
        var token = answer.out().strip().replaceFirst(".*#token=", "");
        var keys = SecretsFile.read(layout()).orElseThrow();
        assertThat(new PersonToken(keys.personKey()).verify(token)).contains("owner");
        assertThat(run("users", "link", "owner").out()).isEqualTo(answer.out());
    }

    @Test
    void linkOfSomebodyElseSaysWhatToWriteIntoANewFile() {
        var answer = run("users", "link", "bob");
        assertThat(answer.exitCode()).isEqualTo(1);
        assertThat(answer.err())
                .contains("Make the file " + layout().configuration())
                .contains("{ channels: { web: { allowFrom: [\"owner\", \"bob\"] } } }");
        assertThat(layout().configuration()).doesNotExist();
    }

    @Test
    void linkOfSomebodyElseSaysWhichLineToChangeAndChangesNothing() throws IOException {
        String written = "{channels: {web: {allowFrom: ['alice']}}, gateway: {port: 4000}}";
        Files.writeString(layout().configuration(), written);
        var answer = run("users", "link", "bob");
        assertThat(answer.exitCode()).isEqualTo(1);
        assertThat(answer.err()).contains("allowFrom: [\"alice\", \"bob\"],");
        assertThat(layout().configuration()).hasContent(written);
        assertThat(run("users", "link", "alice").out()).startsWith("http://127.0.0.1:4000/#token=");
    }

    @Test
    void whatTheLinkCommandSaysToWriteIsRight() throws IOException {
        String written =
                run("users", "link", "bob").err().lines().skip(2).findFirst().orElseThrow();
        Files.writeString(layout().configuration(), written);
        assertThat(run("users", "link", "bob").exitCode()).isZero();
        assertThat(run("config", "check").exitCode()).isZero();
    }

    @Test
    void configCheckIsContentWithoutAFile() {
        var answer = run("config", "check");
        assertThat(answer.exitCode()).isZero();
        assertThat(answer.out()).contains("so everything has its default");
    }

    @Test
    void configCheckNamesFileAndLine() throws IOException {
        Files.writeString(layout().configuration(), "{\n  gateway: {\n    port: 99999,\n  },\n}\n");
        var answer = run("config", "check");
        assertThat(answer.exitCode()).isEqualTo(1);
        assertThat(answer.out()).startsWith(layout().configuration() + ":3:").contains("gateway.port");
    }

    @Test
    void configCheckTellsOfUnknownKeys() throws IOException {
        Files.writeString(layout().configuration(), "{\n  gatewya: {}\n}\n");
        var answer = run("config", "check");
        assertThat(answer.exitCode()).isEqualTo(1);
        assertThat(answer.out()).contains(":2:").contains("gateway");
    }

    @ParameterizedTest
    @CsvSource({
        "status",
        "sessions list",
        "sessions delete s1",
        "users list",
        "users add tg:1",
        "users remove tg:1 --delete-data",
        "users export tg:1",
        "chat",
        "tap",
        "deadletter list"
    })
    void saysHowToStartTheGatewayWhenNoneRuns(String words) {
        var answer = run(words.split(" "));
        assertThat(answer.exitCode()).isEqualTo(1);
        assertThat(answer.err()).contains("No gateway runs").contains("./moltmate gateway");
    }

    @Test
    void anOpenBindWithoutATokenIsRefused() throws IOException {
        Files.writeString(layout().configuration(), "{gateway: {bind: '0.0.0.0'}}");
        var answer = run("gateway");
        assertThat(answer.exitCode()).isEqualTo(1);
        assertThat(answer.err()).contains("gateway.auth.token");
    }

    @Test
    void aPortWithoutRoomForTheBrokerIsRefused() {
        var answer = run("gateway", "--port", "65535");
        assertThat(answer.exitCode()).isEqualTo(1);
        assertThat(answer.err()).contains("--port 65535");
    }

    private StateLayout layout() {
        return new StateLayout(directory);
    }

    private Answer run(String... arguments) {
        var out = new StringWriter();
        var err = new StringWriter();
        int code = Main.run(
                Map.of(StateLayout.ENVIRONMENT_VARIABLE, directory.toString()),
                new PrintWriter(out, true),
                new PrintWriter(err, true),
                arguments);
        return new Answer(code, out.toString(), err.toString());
    }

    private record Answer(int exitCode, String out, String err) {}
}
