package io.moltmates.sandbox.docker;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ContainerClaimsTest {

    private static final ContainerOwner SELF = ContainerOwner.current();
    private static final ContainerOwner GONE = new ContainerOwner(SELF.host(), SELF.pid(), 1);
    private static final ContainerOwner ELSEWHERE = new ContainerOwner("another-host", 7, 1);

    @TempDir
    private Path directory;

    private ContainerClaims claims;

    @BeforeEach
    void open() {
        claims = new ContainerClaims(directory.resolve("claims"), SELF);
    }

    @Test
    void takesTheMakersLabelForAContainerThatNobodyClaimed() {
        assertThat(claims.isFree("c1", label(GONE))).isTrue();
        assertThat(claims.isFree("c1", label(SELF))).isFalse();
        assertThat(claims.isFree("c1", label(ELSEWHERE))).isFalse();
        assertThat(claims.isFree("c1", Map.of())).isFalse();
    }

    @Test
    void keepsAContainerForWhoeverClaimedIt() {
        claims.take("c1");
        assertThat(claims.isFree("c1", label(GONE))).isFalse();
        assertThat(claims.isFreeOrOurs("c1", label(GONE))).isTrue();
        var other = new ContainerClaims(directory.resolve("claims"), ELSEWHERE);
        assertThat(other.isFree("c1", label(GONE))).isFalse();
        assertThat(other.isFreeOrOurs("c1", label(GONE))).isFalse();
    }

    @Test
    void frees() {
        claims.take("c1");
        claims.letGo("c1");
        assertThat(claims.isFree("c1", label(SELF))).isTrue();
    }

    @Test
    void freesAContainerWhoseOwnerIsGone() {
        new ContainerClaims(directory.resolve("claims"), GONE).take("c1");
        assertThat(claims.isFree("c1", label(ELSEWHERE))).isTrue();
    }

    @Test
    void forgetsContainersThatAreNoMore() {
        claims.take("c1");
        claims.take("c2");
        claims.keepOnly(Set.of("c2"));
        assertThat(directory.resolve("claims/c1")).doesNotExist();
        assertThat(directory.resolve("claims/c2")).exists();
    }

    private static Map<String, String> label(ContainerOwner owner) {
        return Map.of(ContainerOwner.LABEL, owner.label());
    }
}
