package io.moltmates.ingress.telegram;

import io.moltmates.ingress.Draft;
import io.moltmates.ingress.Once;
import io.moltmates.schema.LiveEvent;
import io.moltmates.schema.config.TelegramConfig.Streaming;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// Shows how answers grow: as drafts in private chats, by edits of a message elsewhere, at most once a second, and with
/// "typing…" all the while. What fails here is only not shown.
///
/// One virtual thread for each answer that grows. Thread-safe.
final class GrowingAnswers implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(GrowingAnswers.class);
    private static final Duration PACE = Duration.ofSeconds(1);
    private static final Duration TYPING = Duration.ofSeconds(4); // shown for five
    private static final Duration SILENCE = Duration.ofSeconds(5); // then there is no reply to show
    private static final Duration LONGEST = Duration.ofMinutes(30);
    private static final int MOST = 2_000;
    private static final int LEAST_TEXT = 20;

    private final BotApi api;
    private final Streaming streaming;
    private final Map<String, Answer> growing = new HashMap<>();
    private final Once whole = new Once(MOST); // what is told of these comes too late
    private volatile boolean hasDrafts = true;
    private volatile boolean closed;

    GrowingAnswers(BotApi api, Streaming streaming) {
        this.api = api;
        this.streaming = streaming;
    }

    /// Never blocks.
    void progress(LiveEvent event) {
        Answer answer;
        synchronized (growing) {
            if (closed || growing.size() >= MOST) {
                return;
            }
            answer = growing.get(event.turn());
            if (answer == null) {
                if (whole.knows(event.turn())) {
                    return;
                }
                if (event instanceof LiveEvent.Typing typing && !typing.on()) {
                    return;
                }
                answer = new Answer(event);
                growing.put(event.turn(), answer);
                Thread.ofVirtual().name("telegram-growing").start(answer::show);
            }
        }
        answer.take(event);
    }

    /// The answer is whole: shows nothing more of it. The number of the message that showed it grow, which is to become
    /// the answer; null if there is none. Waits for what is being sent right now.
    @Nullable
    Long end(@Nullable String turn) throws InterruptedException {
        Answer answer;
        synchronized (growing) {
            answer = turn == null ? null : growing.get(turn);
            if (turn != null) {
                var _ = whole.isFirst(turn);
            }
        }
        return answer == null ? null : answer.end();
    }

    @Override
    public void close() {
        synchronized (growing) {
            closed = true;
            growing.values().forEach(Answer::stop);
        }
    }

    private final class Answer {

        private final String turn;
        private final long chat;
        private final @Nullable Long thread;
        private final ReentrantLock state = new ReentrantLock(); // never held while something is sent
        private final Condition ending = state.newCondition();
        private final ReentrantLock sending = new ReentrantLock();
        private final Draft draft = new Draft();
        private boolean ended;
        private long silentSince;
        private boolean shown = true;
        private volatile @Nullable Long message;

        Answer(LiveEvent event) {
            turn = event.turn();
            chat = Long.parseLong(event.address().conversation());
            String topic = event.address().thread();
            thread = topic == null ? null : Long.valueOf(topic);
        }

        void take(LiveEvent event) {
            state.lock();
            try {
                if (draft.apply(event)) {
                    shown &= !(event instanceof LiveEvent.TextDelta);
                    silentSince = draft.typing() ? 0 : System.nanoTime();
                }
            } finally {
                state.unlock();
            }
        }

        void stop() {
            state.lock();
            try {
                ended = true;
                ending.signalAll();
            } finally {
                state.unlock();
            }
        }

        @Nullable
        Long end() throws InterruptedException {
            stop();
            sending.lockInterruptibly();
            try {
                return message;
            } finally {
                sending.unlock();
            }
        }

        void show() {
            long start = System.nanoTime();
            long typed = start - TYPING.toNanos();
            try {
                while (System.nanoTime() - start < LONGEST.toNanos()) {
                    if (isSilent()) {
                        return;
                    }
                    boolean types = works() && System.nanoTime() - typed >= TYPING.toNanos();
                    typed = types ? System.nanoTime() : typed;
                    if (rests(step(types))) {
                        return;
                    }
                }
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            } finally {
                synchronized (growing) {
                    growing.remove(turn);
                }
            }
        }

        /// How long to wait for the next one.
        private Duration step(boolean types) throws InterruptedException {
            sending.lockInterruptibly();
            try {
                String text = news();
                if (types && !isEnded()) {
                    api.sendChatAction(new BotCalls.SendChatAction(chat, thread, "typing"));
                }
                if (text != null) {
                    send(text);
                }
                return PACE;
            } catch (BotFault fault) {
                LOG.debugf("growing answer not shown: chat=%d reason=%s", chat, fault.getMessage());
                return fault.kind() == BotFault.Kind.FLOOD ? fault.retryAfter() : PACE;
            } finally {
                sending.unlock();
            }
        }

        /// The text, if it has changed since it was shown.
        private @Nullable String news() {
            state.lock();
            try {
                if (shown || ended || streaming == Streaming.OFF) {
                    return null;
                }
                shown = true;
                return draft.text();
            } finally {
                state.unlock();
            }
        }

        private boolean works() {
            state.lock();
            try {
                return silentSince == 0;
            } finally {
                state.unlock();
            }
        }

        /// Whether the turn has ended and no reply of it is sent here, such as when the assistant chose to say nothing.
        private boolean isSilent() {
            state.lock();
            try {
                return silentSince != 0 && System.nanoTime() - silentSince > SILENCE.toNanos();
            } finally {
                state.unlock();
            }
        }

        private boolean isEnded() {
            state.lock();
            try {
                return ended;
            } finally {
                state.unlock();
            }
        }

        /// Whether the answer has ended meanwhile.
        private boolean rests(Duration pause) throws InterruptedException {
            state.lock();
            try {
                long left = pause.toNanos();
                while (!ended && left > 0) {
                    left = ending.awaitNanos(left);
                }
                return ended;
            } finally {
                state.unlock();
            }
        }

        private void send(String text) throws BotFault, InterruptedException {
            if (text.isBlank()) {
                return;
            }
            var parts = TextSplitter.split(MarkdownText.of(text));
            if (parts.isEmpty()) {
                return;
            }
            if (chat > 0 && streaming == Streaming.DRAFT && hasDrafts) {
                asDraft(parts.getLast());
                return;
            }
            var number = message;
            if (number != null) {
                api.editMessageText(new BotCalls.EditMessageText(
                        chat, number, parts.getFirst().html(), "HTML", new BotCalls.LinkPreviewOptions(true)));
            } else if (text.length() >= LEAST_TEXT) {
                message = api.sendMessage(new BotCalls.SendMessage(
                                chat,
                                thread,
                                parts.getFirst().html(),
                                "HTML",
                                new BotCalls.LinkPreviewOptions(true),
                                null,
                                null))
                        .messageId();
            }
        }

        private void asDraft(StyledText text) throws BotFault, InterruptedException {
            try {
                long id = 1 + (turn.hashCode() & 0x7fff_fffeL);
                api.sendMessageDraft(new BotCalls.SendMessageDraft(chat, thread, id, text.html(), "HTML"));
            } catch (BotFault fault) {
                if (fault.kind() != BotFault.Kind.FLOOD && fault.kind() != BotFault.Kind.PASSING) {
                    LOG.infof("no drafts here: reason=%s", fault.getMessage());
                    hasDrafts = fault.kind() == BotFault.Kind.UNKNOWN;
                }
                throw fault;
            }
        }
    }
}
