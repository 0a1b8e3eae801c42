package io.moltmates.gateway;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Playwright;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// The machine's Chromium, driven by Playwright; a test is skipped, with the reason, where there is none.
final class TestBrowser implements AutoCloseable {

    private static final List<Path> PLACES = List.of(
            Path.of("/usr/bin/chromium"), Path.of("/usr/bin/chromium-browser"), Path.of("/usr/bin/google-chrome"));

    private final Playwright playwright;
    private final Browser browser;

    private TestBrowser(Playwright playwright, Browser browser) {
        this.playwright = playwright;
        this.browser = browser;
    }

    static TestBrowser start() {
        var chromium = PLACES.stream().filter(Files::isExecutable).findFirst();
        assumeTrue(chromium.isPresent(), "no Chromium on this machine: looked at " + PLACES);
        var playwright = Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        var options = new BrowserType.LaunchOptions()
                .setExecutablePath(chromium.orElseThrow())
                .setHeadless(true)
                .setArgs(List.of(
                        "--no-sandbox",
                        "--disable-gpu",
                        "--disable-quic",
                        "--no-first-run",
                        "--disable-background-networking",
                        "--disable-component-update",
                        "--disable-sync"));
        return new TestBrowser(playwright, playwright.chromium().launch(options));
    }

    ChatPage open(String link) {
        return new ChatPage(browser, link);
    }

    @Override
    public void close() {
        browser.close();
        playwright.close();
    }
}
