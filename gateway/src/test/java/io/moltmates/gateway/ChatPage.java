package io.moltmates.gateway;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// The web chat in a browser of its own, used as a person would use it.
final class ChatPage implements AutoCloseable {

    private static final double PATIENCE_MILLIS = 30_000;

    private final BrowserContext context;
    private final Page page;
    private final List<String> received = new CopyOnWriteArrayList<>();
    private final List<String> problems = new CopyOnWriteArrayList<>();

    ChatPage(Browser browser, String link) {
        context = browser.newContext();
        page = context.newPage();
        page.setDefaultTimeout(PATIENCE_MILLIS);
        page.onWebSocket(socket -> socket.onFrameReceived(frame -> received.add(frame.text())));
        page.onPageError(problems::add);
        page.navigate(link);
    }

    Page page() {
        return page;
    }

    void say(String text) {
        page.getByTestId("message-input").fill(text);
        page.getByTestId("send-button").click();
    }

    void choosePersona(String name) {
        page.getByTestId("persona-choice")
                .filter(new Locator.FilterOptions().setHasText(name))
                .last()
                .click();
    }

    /// Waits until somebody other than the person has said something with this text in it.
    void awaitMessage(String text) {
        assertThat(messages(text)).not().hasCount(0, patience());
    }

    void attach(Path file) {
        page.getByTestId("file-input").setInputFiles(file);
    }

    void reload() {
        page.reload();
    }

    String address() {
        return page.url();
    }

    Locator messages(String text) {
        return page.locator("[data-testid=message]:not([data-role=user])")
                .filter(new Locator.FilterOptions().setHasText(text));
    }

    Locator own(String text) {
        return page.locator("[data-testid=message][data-role=user]")
                .filter(new Locator.FilterOptions().setHasText(text));
    }

    Locator toolCards() {
        return page.getByTestId("tool-card");
    }

    Locator element(String testId) {
        return page.getByTestId(testId);
    }

    /// All that came over the page's sockets so far, and all that it shows.
    String everythingReceived() {
        return String.join("\n", received) + page.content();
    }

    /// Scripts that failed.
    List<String> problems() {
        return List.copyOf(problems);
    }

    static LocatorAssertions.HasCountOptions patience() {
        return new LocatorAssertions.HasCountOptions().setTimeout(PATIENCE_MILLIS);
    }

    @Override
    public void close() {
        context.close();
    }
}
