package io.moltmates.sandbox.docker;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class OwnContainerTest {

    private static final String ID = "4aeb1efbc451737d4831028de0b62624c5b8b629fe69a5376365aff7f73d0595";

    @Test
    void findsTheIdInTheMountsOfTheEngine() {
        assertThat(OwnContainer.idInMounts("""
                        620 610 0:50 / / ro,relatime master:3 - overlay overlay rw
                        646 620 8:1 /var/lib/docker/containers/%s/hostname /etc/hostname rw,relatime - ext4 /dev/sda rw
                        """.formatted(ID))).contains(ID);
    }

    @Test
    void takesNoMountOfAHostForItsOwn() {
        assertThat(OwnContainer.idInMounts(
                        "90 28 0:45 / /var/lib/docker/containers/%s/mounts/shm rw - tmpfs shm rw\n".formatted(ID)))
                .isEmpty();
    }

    @Test
    void findsTheIdInControlGroups() {
        assertThat(OwnContainer.idInControlGroups("12:pids:/docker/" + ID + "\n1:name=x:/\n"))
                .contains(ID);
        assertThat(OwnContainer.idInControlGroups("0::/system.slice/docker-" + ID + ".scope\n"))
                .contains(ID);
        assertThat(OwnContainer.idInControlGroups("0::/user.slice\n")).isEmpty();
    }

    @Test
    void namesADirectoryAsTheClosestMountHasIt() {
        var mounts = List.of(
                new OwnContainer.Mount(Path.of("/srv/all"), Path.of("/var/lib/moltmates")),
                new OwnContainer.Mount(Path.of("/srv/people"), Path.of("/var/lib/moltmates/users")));
        assertThat(OwnContainer.onHost(Path.of("/var/lib/moltmates/users"), mounts))
                .isEqualTo(Path.of("/srv/people"));
        assertThat(OwnContainer.onHost(Path.of("/var/lib/moltmates/sandbox"), mounts))
                .isEqualTo(Path.of("/srv/all/sandbox"));
        assertThat(OwnContainer.onHost(Path.of("/etc"), mounts)).isNull();
    }
}
