package io.moltmates.sandbox.docker;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SeccompProfileTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "io_uring_setup",
                "io_uring_enter",
                "io_uring_register",
                "unshare",
                "setns",
                "mount",
                "umount2",
                "move_mount",
                "open_tree",
                "fsopen",
                "fsmount",
                "mount_setattr",
                "pivot_root",
                "chroot",
                "ptrace",
                "process_vm_readv",
                "process_vm_writev",
                "process_madvise",
                "pidfd_getfd",
                "kcmp",
                "keyctl",
                "add_key",
                "request_key",
                "bpf",
                "perf_event_open",
                "personality",
                "userfaultfd",
                "name_to_handle_at",
                "open_by_handle_at",
                "kexec_load",
                "kexec_file_load",
                "init_module",
                "finit_module",
                "delete_module",
                "reboot",
                "swapon",
                "swapoff",
                "quotactl",
                "quotactl_fd",
                "acct",
                "clock_settime",
                "clock_adjtime",
                "adjtimex",
                "settimeofday",
                "syslog",
                "iopl",
                "ioperm",
                "lookup_dcookie",
                "vm86",
                "fanotify_init",
                "fanotify_mark",
                "move_pages",
                "migrate_pages",
                "mbind",
                "set_mempolicy",
                "seccomp",
                "memfd_create",
                "memfd_secret",
                "vmsplice",
                "mknod",
                "mknodat",
                "setuid",
                "setgid",
                "setresuid",
                "setgroups",
                "capset",
                "sethostname",
                "shmget",
                "msgget",
                "semget",
                "mq_open",
                "modify_ldt"
            })
    void doesNotAllow(String name) throws JsonProcessingException {
        for (boolean network : new boolean[] {false, true}) {
            assertThat(rules(network).flatMap(SeccompProfileTest::names)).doesNotContain(name);
        }
    }

    @Test
    void refusesWhatItDoesNotName() throws JsonProcessingException {
        assertThat(profile(false).get("defaultAction").asText()).isEqualTo("SCMP_ACT_ERRNO");
        assertThat(profile(false).get("archMap").findValues("subArchitectures"))
                .allSatisfy(others -> assertThat(others).isEmpty());
    }

    @Test
    void namesEachCallOnceUnlessItsArgumentsAreChecked() {
        var names = Stream.of(AllowedSyscalls.values())
                .flatMap(group -> group.names().stream())
                .toList();
        assertThat(names).doesNotHaveDuplicates().doesNotContain("clone", "clone3", "socket", "socketpair");
        assertThat(AllowedSyscalls.values())
                .allSatisfy(group -> assertThat(group.reason()).isNotBlank());
    }

    @Test
    void hidesCloneThreeWhoseFlagsNoFilterSees() throws JsonProcessingException {
        var rule = rules(false)
                .filter(one -> names(one).toList().equals(List.of("clone3")))
                .toList();
        assertThat(rule).singleElement().satisfies(one -> {
            assertThat(one.get("action").asText()).isEqualTo("SCMP_ACT_ERRNO");
            assertThat(one.get("errnoRet").asInt()).isEqualTo(38);
        });
    }

    @Test
    void allowsCloneWithoutANamespace() throws JsonProcessingException {
        var rule = rules(false)
                .filter(one -> names(one).toList().equals(List.of("clone")))
                .toList();
        assertThat(rule).singleElement().satisfies(one -> {
            assertThat(one.at("/args/0/op").asText()).isEqualTo("SCMP_CMP_MASKED_EQ");
            assertThat(one.at("/args/0/value").asLong()).isEqualTo(0x7e020000L);
            assertThat(one.at("/args/0/valueTwo").asLong()).isZero();
        });
    }

    @Test
    void allowsOnlyTheSocketsThatTheNetworkNeeds() throws JsonProcessingException {
        assertThat(families(false)).containsOnly(1L);
        assertThat(families(true)).containsOnly(1L, 2L, 10L);
    }

    private static List<Long> families(boolean network) throws JsonProcessingException {
        return rules(network)
                .filter(one -> names(one).anyMatch(name -> name.startsWith("socket")))
                .map(one -> one.at("/args/0"))
                .peek(condition -> assertThat(condition.get("op").asText()).isEqualTo("SCMP_CMP_EQ"))
                .map(condition -> condition.get("value").asLong())
                .toList();
    }

    private static Stream<JsonNode> rules(boolean network) throws JsonProcessingException {
        var rules = new ArrayList<JsonNode>();
        profile(network).get("syscalls").forEach(rules::add);
        return rules.stream();
    }

    private static Stream<String> names(JsonNode rule) {
        var names = new ArrayList<String>();
        rule.get("names").forEach(name -> names.add(name.asText()));
        return names.stream();
    }

    private static JsonNode profile(boolean network) throws JsonProcessingException {
        return new ObjectMapper().readTree(SeccompProfile.json(network));
    }
}
