package io.moltmates.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.moltmates.sandbox.files.Owner;
import org.junit.jupiter.api.Test;

class HostUserTest {

    @Test
    void givesWorkspacesToASandboxUserWhenTheServiceRunsAsRoot() {
        assertThat(HostUser.of(0, 0)).isEqualTo(new HostUser(new Owner(10001, 10001), new Owner(10001, 10001)));
        assertThat(HostUser.of(0, 0).containerUser()).isEqualTo("10001:10001");
    }

    @Test
    void runsContainersAsTheServicesOwnUserOtherwise() {
        assertThat(HostUser.of(1000, 1001)).isEqualTo(new HostUser(new Owner(1000, 1001), null));
        assertThat(HostUser.of(1000, 0).containerUser()).isEqualTo("1000:1000");
    }
}
