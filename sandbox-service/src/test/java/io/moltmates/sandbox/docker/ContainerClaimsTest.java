package io.moltmates.sandbox.docker;

import static org.assertj.core.api.Assertions.assertThat;

import io.moltmates.sandbox.OwnerLease;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ContainerClaimsTest {

    @TempDir
    private Path directory;

    private final List<OwnerLease> leases = new ArrayList<>();
    private OwnerLease self;
    private OwnerLease other;
    private ContainerClaims claims;
    private ContainerClaims others;

    @BeforeEach
    void open() {
        self = newLife();
        other = newLife();
        claims = claims(self);
        others = claims(other);
    }

    @AfterEach
    void end() {
        leases.forEach(OwnerLease::close);
    }

    @Test
    void takesTheMakersLabelForAContainerThatNobodyClaimed() {
        assertThat(claims.isFree("c1", label(self))).isFalse();
        assertThat(claims.isFree("c1", label(other))).isFalse();
        assertThat(claims.isFree("c1", Map.of())).isFalse();
        other.close();
        assertThat(claims.isFree("c1", label(other))).isTrue();
    }

    @Test
    void keepsAContainerForWhoeverClaimedIt() {
        var gone = newLife();
        gone.close();
        assertThat(claims.tryTake("c1", label(gone))).isTrue();
        assertThat(claims.tryTake("c1", label(gone))).isTrue();
        assertThat(others.isFree("c1", label(gone))).isFalse();
        assertThat(others.tryTake("c1", label(gone))).isFalse();
        self.close();
        assertThat(others.tryTake("c1", label(gone))).isTrue();
    }

    @Test
    void givesToOneOnlyWhatManyTryToTakeAtOnce() throws Exception {
        var all = List.of(others, claims(newLife()), claims(newLife()), claims(newLife()));
        var barrier = new CyclicBarrier(all.size());
        self.close();
        try (var threads = Executors.newFixedThreadPool(all.size())) {
            for (int round = 0; round < 200; round++) {
                String container = "c" + round;
                var calls = all.stream()
                        .<Callable<Boolean>>map(one -> () -> {
                            barrier.await();
                            return one.tryTake(container, label(self));
                        })
                        .toList();
                int taken = 0;
                for (Future<Boolean> call : threads.invokeAll(calls)) {
                    taken += call.get() ? 1 : 0;
                }
                assertThat(taken).isEqualTo(1);
            }
        }
    }

    @Test
    void frees() {
        claims.take("c1");
        claims.letGo("c1");
        assertThat(others.tryTake("c1", label(self))).isTrue();
    }

    @Test
    void forgetsContainersThatAreNoMoreButNotThoseOfALifeThatRuns() {
        claims.take("c1");
        claims.take("c2");
        others.take("on another engine");
        claims.letGo("c1");
        claims.keepOnly(Set.of("c2"));
        assertThat(directory.resolve("claims/c1")).doesNotExist();
        assertThat(directory.resolve("claims/c2")).exists();
        assertThat(directory.resolve("claims/on another engine")).exists();
    }

    private ContainerClaims claims(OwnerLease of) {
        return new ContainerClaims(directory.resolve("claims"), of);
    }

    private OwnerLease newLife() {
        var lease = new OwnerLease(directory.resolve("owners"));
        lease.hold();
        leases.add(lease);
        return lease;
    }

    private static Map<String, String> label(OwnerLease owner) {
        return Map.of(ContainerNames.OWNER_LABEL, owner.name());
    }
}
