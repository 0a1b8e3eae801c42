package io.moltmates.schema.config;

import static io.moltmates.schema.config.Loading.clean;
import static io.moltmates.schema.config.Loading.load;
import static io.moltmates.schema.config.Loading.only;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SandboxCheckTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "host",
                "HOST",
                "container:other",
                "container:",
                "",
                " ",
                "none ",
                "ns:/proc/1/ns/net",
                "../host",
                "a b",
                "-x",
                "a/b"
            })
    void refusesNetworksThatAreNotOnesOwn(String network) {
        var loaded = load("{ sandbox: { network: \"" + network + "\" } }");

        var finding = only(loaded);
        assertThat(finding.severity()).isEqualTo(Severity.ERROR);
        assertThat(finding.key()).isEqualTo("sandbox.network");
        assertThat(finding.right()).contains("Write none");
        assertThat(loaded.config().sandbox()).isEqualTo(SandboxConfig.OFF);
    }

    @Test
    void warnsOfAnyNetworkButNone() {
        var loaded = load("{ sandbox: { network: 'research_1.x' } }");

        assertThat(only(loaded).isWarning()).isTrue();
        assertThat(only(loaded).wrong()).isEqualTo("'research_1.x' is a network that every command then reaches");
        assertThat(loaded.config().sandbox().hasNetwork()).isTrue();
        assertThat(clean("{ sandbox: { network: 'none' } }").sandbox().hasNetwork())
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "binds",
                "bind",
                "Binds",
                "volumes",
                "mounts",
                "privileged",
                "capAdd",
                "cap_add",
                "cap-add",
                "devices",
                "securityOpt",
                "security_opt",
                "user",
                "pidMode",
                "pid",
                "ipcMode",
                "ipc",
                "usernsMode",
                "tmpfs",
                "readOnlyRoot",
                "seccompProfile",
                "apparmorProfile",
                "capDrop",
                "env",
                "extraHosts",
                "dns",
                "setupCommand",
                "dangerouslyAllowExternalBindSources",
                "allowHostMounts",
                "utsMode",
                "cgroupns"
            })
    void saysThatTheRightsOfContainersCannotBeConfigured(String key) {
        var inDocker = load("{ sandbox: { docker: { \"" + key + "\": ['/:/host'] } } }");

        assertThat(only(inDocker).isWarning()).isTrue();
        assertThat(only(inDocker).key()).isEqualTo("sandbox.docker." + key);
        assertThat(only(inDocker).wrong()).startsWith("this can't be configured, and is left out");
        assertThat(inDocker.config()).isEqualTo(MoltmateConfig.DEFAULT);
        assertThat(only(load("{ sandbox: { \"" + key + "\": true } }")).wrong()).startsWith("this can't be configured");
        assertThat(only(load("{ state: { \"" + key + "\": true } }")).wrong()).isEqualTo("this key is not known");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"sh", "bash", "dash", "env", "xargs", "find", "awk", "perl", "python3", "python3.11", "php8.2"})
    void warnsOfProgramsThatRunOthersOrCode(String program) {
        var loaded = load("{ tools: { exec: { safeBins: ['cat', '" + program + "'] } } }");

        assertThat(only(loaded).isWarning()).isTrue();
        assertThat(only(loaded).key()).isEqualTo("tools.exec.safeBins[1]");
        assertThat(only(loaded).wrong()).startsWith("'" + program + "' runs code or other programs");
        assertThat(only(loaded).right()).contains("the kernel still holds it inside of the workspace");
        assertThat(loaded.config().tools().exec().safeBins()).containsExactly("cat", program);
    }

    @Test
    void aProgramWithoutAGrammarMayGetOptions() {
        var exec = clean("{ tools: { exec: { safeBins: ['jq'], programs: { jq: { options: true } } } } }")
                .tools()
                .exec();

        assertThat(exec.programs()).containsOnlyKeys("jq");
        assertThat(exec.programs().get("jq")).isEqualTo(new ProgramConfig(true));
        assertThat(clean("{ tools: { exec: { safeBins: ['jq'], programs: { jq: {} } } } }")
                        .tools()
                        .exec()
                        .programs()
                        .get("jq"))
                .isEqualTo(ProgramConfig.DEFAULT);
    }

    @Test
    void warnsOfProgramsThatAreNotOnTheList() {
        var finding = only(load("{ tools: { exec: { safeBins: ['jq'], programs: { jg: { options: true } } } } }"));

        assertThat(finding.isWarning()).isTrue();
        assertThat(finding.key()).isEqualTo("tools.exec.programs.jg");
        assertThat(finding.wrong()).isEqualTo("this program is not in tools.exec.safeBins, so it does not run");
        assertThat(finding.right()).isEqualTo("Did you mean jq?");
    }

    @Test
    void warnsThatAKnownProgramKeepsItsGrammar() {
        for (String program : List.of("cat", "head", "tail", "grep", "wc", "pdftotext")) {
            var finding = only(load("{ tools: { exec: { programs: { " + program + ": { options: true } } } } }"));

            assertThat(finding.key()).isEqualTo("tools.exec.programs." + program);
            assertThat(finding.wrong()).contains("has a grammar of its own");
        }
    }

    @Test
    void aMistakeInAProgramLeavesItWithoutOptions() {
        var loaded = load("{ tools: { exec: { safeBins: ['jq'], programs: { jq: { options: 'yes' } } } } }");

        assertThat(only(loaded).severity()).isEqualTo(Severity.ERROR);
        assertThat(loaded.config().tools().exec().programs()).isEmpty();
    }
}
