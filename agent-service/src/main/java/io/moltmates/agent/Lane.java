package io.moltmates.agent;

import io.moltmates.agent.TurnEndedException.Reason;
import io.moltmates.schema.InboundMessage;
import io.moltmates.schema.TurnRecord.Control;
import io.moltmates.schema.TurnRecord.TurnControl;
import io.moltmates.schema.TurnRecord.TurnRequest;
import io.moltmates.schema.UserId;
import io.moltmates.schema.config.QueueConfig;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One person's messages in their order, one at a time.
///
/// `stop` and `reset` end the running turn at once and come next; what waits behind stays. Beside the running turn, one
/// at a time too, go the refusals of what has no room, and commands that only tell. Messages of a chat platform may be
/// joined to the one that runs, and are done when it is. A person who may write no more has nothing of what came before
/// answered. Thread-safe.
final class Lane {

    /// What is to be done with a task.
    enum Way {
        /// In its turn.
        IN_ORDER,
        /// Beside the running turn.
        ASIDE,
        /// Beside the running turn, to be refused.
        REFUSED,
        /// Beside the running turn, since the person may write no more.
        REVOKED
    }

    /// A task and the way it goes.
    ///
    /// @param refusal why it is refused; null if it is not
    record Next(TurnTask task, Way way, @Nullable Refusal refusal) {

        Next(TurnTask task, Way way) {
            this(task, way, null);
        }
    }

    private final UserId user;
    private final int partition;
    private final Deque<TurnTask> controls = new ArrayDeque<>();
    private final WaitingTasks waiting;
    private final Deque<Next> aside = new ArrayDeque<>();
    private @Nullable TurnTask current;
    private @Nullable Next currentAside;
    private @Nullable RunningTurn running;
    private @Nullable PersonJournal journal;
    private long startedAt;
    private boolean behind;
    private boolean abandoned;

    Lane(UserId user, int partition, int capacity, QueueConfig queue) {
        this.user = user;
        this.partition = partition;
        this.waiting = new WaitingTasks(capacity, queue);
    }

    UserId user() {
        return user;
    }

    int partition() {
        return partition;
    }

    /// Takes a task in; ends the running turn if that is what the task says.
    ///
    /// @param refusal why the message is not to be answered; null if it is, as long as there is room
    /// @return how many bytes of it are kept in memory
    synchronized int offer(TurnTask task, @Nullable Refusal refusal) {
        var same = same(task.record().id());
        if (same != null) {
            same.followers().add(task);
        } else if (task.record() instanceof TurnControl control && Precedence.goesFirst(control)) {
            controls.add(task);
            press(control);
        } else if (task.record() instanceof TurnControl control && control.control() == Control.REVOKE) {
            revoke(task, control);
        } else if (task.record() instanceof TurnControl control && Precedence.goesAside(control, current != null)) {
            aside.add(new Next(task, Way.ASIDE));
        } else if (Draining.is(task)) {
            waiting.add(task);
        } else if (refusal != null || !hasRoom(task)) {
            var shortened = task.shortened(); // ten thousand of these may wait
            aside.add(new Next(shortened, Way.REFUSED, refusal == null ? Refusal.LANE_FULL : refusal));
            return shortened.bytes();
        } else {
            waiting.add(task);
            interrupt(task);
        }
        return task.bytes();
    }

    private boolean hasRoom(TurnTask task) {
        var room = waiting.makeRoom(task);
        if (room.overtaken() != null) {
            aside.add(new Next(room.overtaken(), Way.REFUSED, Refusal.OVERTAKEN));
        }
        return room.found();
    }

    /// All that is here was written before, so this may be done again after a restart. Addresses still move.
    private void revoke(TurnTask task, TurnControl revocation) {
        var turn = running;
        if (turn != null
                && current != null
                && !(current.record() instanceof TurnControl)
                && Precedence.isRevoked(revocation, current)) {
            turn.end(Reason.STOPPED);
        }
        var sorted = new ArrayDeque<Next>();
        aside.forEach(next -> sorted.add(
                next.way() == Way.REFUSED && Precedence.isRevoked(revocation, next.task())
                        ? new Next(next.task(), Way.REVOKED)
                        : next));
        waiting.remove(other -> Precedence.isRevoked(revocation, other))
                .forEach(other -> sorted.add(new Next(other, Way.REVOKED)));
        sorted.add(new Next(task, Way.ASIDE));
        aside.clear();
        aside.addAll(sorted);
    }

    /// Whether nothing is done beside the running turn.
    synchronized boolean isAsideIdle() {
        return currentAside == null && aside.isEmpty();
    }

    /// What becomes of messages that come while the turn runs.
    synchronized void mode(QueueConfig.Mode other) {
        waiting.mode(other);
    }

    /// Ends the running turn if that is what a message does that comes meanwhile; one that was begun before a restart
    /// does nothing.
    private void interrupt(TurnTask task) {
        var turn = running;
        var known = journal;
        if (waiting.mode() == QueueConfig.Mode.INTERRUPT
                && turn != null
                && known != null
                && current != null
                && current.record() instanceof TurnRequest(var before)
                && task.record() instanceof TurnRequest(var message)
                && Joining.together(before, message)
                && !known.knows(message.id())) {
            turn.end(Reason.STOPPED);
        }
    }

    /// Takes out of the line what comes right behind the running message and can be answered with it.
    ///
    /// @param steered whether it goes into the turn that runs, where only plain words have a place
    synchronized List<InboundMessage> join(InboundMessage first, PersonJournal known, boolean steered) {
        return waiting.join(current, first, known, steered);
    }

    /// Puts back what was joined: the attempt has failed.
    synchronized void unjoin() {
        waiting.unjoin();
    }

    /// How long to wait still until nobody has written for the configured time; 0 if the message that runs did not wait
    /// behind another one.
    synchronized long nanosToQuiet() {
        return behind && current != null ? waiting.nanosToQuiet(current) : 0;
    }

    /// The next task in order, if none runs; it runs until [#finished].
    ///
    /// @param afterAnother whether another one ran just before
    synchronized @Nullable TurnTask next(boolean afterAnother) {
        if (current != null || abandoned) {
            return null;
        }
        behind = afterAnother;
        current = controls.isEmpty() ? waiting.poll() : controls.poll();
        running = current == null ? null : new RunningTurn();
        startedAt = System.nanoTime();
        return current;
    }

    /// The next task to go aside, if none does.
    synchronized @Nullable Next nextAside() {
        if (currentAside != null || abandoned) {
            return null;
        }
        currentAside = aside.poll();
        return currentAside;
    }

    /// The switch of the task that runs; a new one for another attempt after it was pressed for a reason that has
    /// passed.
    synchronized RunningTurn begin() {
        var turn = running;
        if (turn != null
                && (turn.reason() == null || turn.reason() == Reason.STOPPED || turn.reason() == Reason.ABANDONED)) {
            return turn;
        }
        turn = new RunningTurn();
        if (abandoned) {
            turn.end(Reason.ABANDONED);
        }
        running = turn;
        return turn;
    }

    /// Returns what was done with it.
    synchronized List<TurnTask> finished() {
        current = null;
        running = null;
        return waiting.finishJoined();
    }

    synchronized void finishedAside() {
        currentAside = null;
    }

    /// Whether nothing runs or waits any more.
    synchronized boolean idle() {
        return current == null && currentAside == null && controls.isEmpty() && waiting.isEmpty() && aside.isEmpty();
    }

    /// Ends what runs, without outcome; what waited is returned.
    synchronized List<TurnTask> abandon() {
        abandoned = true;
        var turn = running;
        if (turn != null) {
            turn.end(Reason.ABANDONED);
        }
        var left = new ArrayList<TurnTask>(controls);
        left.addAll(waiting.removeAll());
        aside.forEach(next -> left.add(next.task()));
        controls.clear();
        aside.clear();
        return left;
    }

    synchronized boolean abandoned() {
        return abandoned;
    }

    /// What runs, for whoever watches over it; null if nothing does.
    synchronized @Nullable RunningTurn running() {
        return running;
    }

    /// How many messages wait for their turn.
    synchronized int waiting() {
        return waiting.size();
    }

    /// A sentence on what runs and waits.
    synchronized String status() {
        String what = current == null
                ? "nothing runs"
                : "answering for " + (System.nanoTime() - startedAt) / 1_000_000_000 + " s";
        return what + ", " + waiting.size() + " waiting.";
    }

    /// The person's journal, opened when nobody has yet, or when the one that is open is of an earlier directory.
    synchronized PersonJournal journal(Person person, Journals journals) throws IOException {
        var known = journal;
        if (known == null || !known.incarnation().equals(person.incarnation())) {
            known = journals.open(person, partition);
            journal = known;
            for (var task : controls) {
                if (task.record() instanceof TurnControl control) {
                    press(control);
                }
            }
            waiting.all().forEach(this::interrupt);
        }
        return known;
    }

    /// Ends the running turn, unless this control did its work before a restart: then the turn that runs now is another
    /// one. Only the journal knows; until it is open the control waits.
    private void press(TurnControl control) {
        var turn = running;
        var known = journal;
        if (Precedence.endsTurn(control)
                && known != null
                && turn != null
                && current != null
                && Precedence.canBeStopped(current.record())) {
            if (!known.answered(control.id())) {
                turn.end(Reason.STOPPED);
            }
        }
    }

    synchronized @Nullable PersonJournal journalIfOpen() {
        return journal;
    }

    /// The journal is not to be trusted any more, and is read again when it is needed.
    synchronized void forgetJournal() {
        journal = null;
    }

    private @Nullable TurnTask same(String id) {
        if (current != null && current.record().id().equals(id)) {
            return current;
        }
        for (var task : controls) {
            if (task.record().id().equals(id)) {
                return task;
            }
        }
        return waiting.find(id);
    }
}
