package io.moltmates.router;

import static io.moltmates.router.Messages.ALICE;
import static io.moltmates.router.Messages.choosing;
import static io.moltmates.router.Messages.choosingAnother;
import static io.moltmates.router.Messages.ready;
import static org.assertj.core.api.Assertions.assertThat;

import io.moltmates.router.RoutingTable.Way;
import io.moltmates.schema.UserId;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RoutingTableTest {

    private final RoutingTable table = new RoutingTable();

    @Test
    void sendsStrangersToChoose() {
        assertThat(table.way(ALICE, Optional.empty())).isEqualTo(Way.CHOOSING);
        assertThat(table.way(ALICE, Optional.of(choosing(ALICE)))).isEqualTo(Way.CHOOSING);
        assertThat(table.way(ALICE, Optional.of(choosingAnother(ALICE)))).isEqualTo(Way.CHOOSING);
    }

    @Test
    void goesDirectlyWhenNothingIsOnItsWay() {
        assertThat(table.way(ALICE, Optional.of(ready(ALICE, null)))).isEqualTo(Way.DIRECT);
    }

    @Test
    void followsWhatIsOnItsWay() {
        table.sent(ALICE, "m1");
        table.sent(ALICE, "m2");
        assertThat(table.way(ALICE, Optional.of(ready(ALICE, "m1")))).isEqualTo(Way.FOLLOWING);
    }

    @Test
    void goesDirectlyOnceTheRowNamesTheLastOneThatWasSent() {
        table.sent(ALICE, "m1");
        table.sent(ALICE, "m2");
        assertThat(table.way(ALICE, Optional.of(ready(ALICE, "m2")))).isEqualTo(Way.DIRECT);
        assertThat(table.way(ALICE, Optional.of(ready(ALICE, "other")))).isEqualTo(Way.DIRECT);
    }

    @Test
    void forgetsTheLongestUntouchedPersonFirst() {
        for (int i = 0; i <= RoutingTable.MOST_PEOPLE; i++) {
            table.sent(UserId.of("web", "p" + i), "m");
        }
        var first = UserId.of("web", "p0");
        var second = UserId.of("web", "p1");
        assertThat(table.way(first, Optional.of(ready(first, null)))).isEqualTo(Way.DIRECT);
        assertThat(table.way(second, Optional.of(ready(second, null)))).isEqualTo(Way.FOLLOWING);
    }
}
