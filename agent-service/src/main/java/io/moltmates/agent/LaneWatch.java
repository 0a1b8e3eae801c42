package io.moltmates.agent;

import io.moltmates.schema.telemetry.Meters;
import io.moltmates.schema.telemetry.Telemetry;
import java.util.Collection;
import org.jboss.logging.Logger;

/// Shows monitoring how full the lanes are, and which turns are stuck: those that made no step for
/// `telemetry.stuckAfter`. A stuck turn is logged once; it is not ended, since every wait in it has a limit of its own.
final class LaneWatch {

    private static final Logger LOG = Logger.getLogger(LaneWatch.class);

    private volatile int open;
    private volatile int waiting;
    private volatile int running;
    private volatile int stuck;

    LaneWatch() {
        Meters.gauge("moltmates.lanes.open", this, watch -> watch.open);
        Meters.gauge("moltmates.lanes.waiting", this, watch -> watch.waiting);
        Meters.gauge("moltmates.turns.running", this, watch -> watch.running);
        Meters.gauge("moltmates.turns.stuck", this, watch -> watch.stuck);
    }

    /// To be called every second.
    void look(Collection<Lane> lanes) {
        int waits = 0;
        int runs = 0;
        int sticks = 0;
        var limit = Telemetry.config().stuckAfter();
        for (var lane : lanes) {
            waits += lane.waiting();
            var turn = lane.running();
            if (turn != null && turn.begun()) {
                runs++;
                if (turn.isStuck(limit)) {
                    sticks++;
                    if (turn.reportOnce()) {
                        LOG.warnf("turn is stuck: userId=%s stepless=%s", lane.user(), limit);
                    }
                }
            }
        }
        open = lanes.size();
        waiting = waits;
        running = runs;
        stuck = sticks;
    }

    int stuck() {
        return stuck;
    }
}
