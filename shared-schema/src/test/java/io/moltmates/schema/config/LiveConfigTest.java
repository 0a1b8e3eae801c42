package io.moltmates.schema.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LiveConfigTest {

    private static final Duration NEVER = Duration.ofDays(1);

    @TempDir
    private Path directory;

    private final List<LiveConfig<?>> opened = new ArrayList<>();
    private final List<String> logged = new CopyOnWriteArrayList<>();
    private final Logger logger = Logger.getLogger(ConfigWatch.class.getName());
    private final Handler handler = new Handler() {
        @Override
        public void publish(LogRecord line) {
            logged.add(line.getMessage());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    @BeforeEach
    void listen() {
        logger.addHandler(handler);
    }

    @AfterEach
    void close() {
        logger.removeHandler(handler);
        opened.forEach(LiveConfig::close);
    }

    private Path file() {
        return directory.resolve("moltmate.json");
    }

    private void write(String text) throws IOException {
        Files.writeString(file(), text);
    }

    private LiveConfig<ToolsConfig> open() {
        var live = LiveConfig.open(file(), Map.of(), MoltmateConfig::tools, NEVER);
        opened.add(live);
        return live;
    }

    @Test
    void followsTheFileByItself() throws IOException {
        try (var live = LiveConfig.open(file(), Map.of(), MoltmateConfig::tools, Duration.ofMillis(20))) {
            write("{ tools: { allow: ['read'] } }");

            await().until(() -> live.current().allow().equals(List.of(Tool.READ)));
        }
    }

    @Test
    void tellsOfChangesOfItsOwnViewOnly() throws IOException {
        var told = new ArrayList<ToolsConfig>();
        var live = open();
        live.onChange(told::add);

        write("{ commands: { model: false } }");
        live.refresh();
        write("{ tools: { allow: ['list'] } }");
        live.refresh();
        live.refresh();

        assertThat(told).extracting(ToolsConfig::allow).containsExactly(List.of(Tool.LIST));
    }

    @Test
    void tellsNobodyWhoHasLeft() throws IOException {
        var told = new ArrayList<ToolsConfig>();
        var live = open();
        live.onChange(told::add).run();

        write("{ tools: { allow: ['list'] } }");
        live.refresh();

        assertThat(told).isEmpty();
    }

    @Test
    void oneListenerThatFailsDoesNotKeepTheOthersFromHearing() throws IOException {
        var told = new ArrayList<ToolsConfig>();
        var live = open();
        live.onChange(_ -> {
            throw new IllegalStateException("on purpose");
        });
        live.onChange(told::add);

        write("{ tools: { allow: ['list'] } }");
        live.refresh();

        assertThat(told).hasSize(1);
    }

    @Test
    void keepsTheLastGoodSettingsThroughABadEdit() throws IOException {
        write("{ tools: { allow: ['read'] } }");
        var live = open();

        write("{ tools: { allow: ['list'] ");
        live.refresh();

        assertThat(live.current().allow()).containsExactly(Tool.READ);
        assertThat(live.findings()).hasSize(1);
    }

    @Test
    void keepsTheLastGoodSettingsWhenTheFileIsGone() throws IOException {
        write("{ tools: { allow: ['read'] } }");
        var live = open();

        Files.delete(file());
        live.refresh();

        assertThat(live.current().allow()).containsExactly(Tool.READ);
        assertThat(live.findings()).extracting(Finding::severity).containsExactly(Severity.WARNING);
    }

    @Test
    void keepsTheLastGoodSettingsWhileAnEditorHasEmptiedTheFile() throws IOException {
        write("{ tools: { allow: ['read'] } }");
        var live = open();

        write("");
        live.refresh();

        assertThat(live.current().allow()).containsExactly(Tool.READ);
    }

    @Test
    void takesTheFileBackAfterItWasGone() throws IOException {
        write("{ tools: { allow: ['read'] } }");
        var live = open();
        Files.delete(file());
        live.refresh();

        write("{ tools: { allow: ['read'] } }");
        live.refresh();

        assertThat(live.findings()).isEmpty();
    }

    @Test
    void aSectionThatIsBadInAFileThatAppearsIsOff() throws IOException {
        var live = open();

        write("{ tools: { allow: 'read' } }");
        live.refresh();

        assertThat(live.current()).isEqualTo(ToolsConfig.OFF);
    }

    @Test
    void logsWhatIsWrongOnceForAllViews() throws IOException {
        var live = open();
        open();

        write("{ tools: { allow: 'read' } }");
        live.refresh();
        live.refresh();
        write("{ tools: { allow: 'read' } } // still");
        live.refresh();

        assertThat(logged).hasSize(1).first().asString().contains("tools.allow: 'read' is not a list");
    }

    @Test
    void logsAgainWhatWasMendedInBetween() throws IOException {
        write("{ tools: { allow: 'read' } }");
        var live = open();
        write("{}");
        live.refresh();
        write("{ tools: { allow: 'read' } }");
        live.refresh();

        assertThat(logged).hasSize(2);
    }

    @Test
    void hearsNothingAfterItIsClosed() throws IOException {
        var live = open();
        var other = open();
        live.close();

        write("{ tools: { allow: ['list'] } }");
        other.refresh();

        assertThat(live.current()).isEqualTo(ToolsConfig.DEFAULT);
        assertThat(other.current().allow()).containsExactly(Tool.LIST);
    }
}
