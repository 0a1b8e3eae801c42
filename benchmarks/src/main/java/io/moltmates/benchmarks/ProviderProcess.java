package io.moltmates.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;

/// The provider double as a process of its own, so that its processor time is not the gateway's and not the load's.
final class ProviderProcess implements AutoCloseable {

    private final Process process;
    private final String url;

    private ProviderProcess(Process process, String url) {
        this.process = process;
        this.url = url;
    }

    static ProviderProcess start() throws IOException {
        var process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx512m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        ProviderDouble.class.getName())
                .redirectErrorStream(true)
                .start();
        BufferedReader output = process.inputReader();
        String line = output.readLine();
        if (line == null || !line.contains("http://127.0.0.1:")) {
            process.destroy();
            throw new IOException("The provider double did not start: " + line);
        }
        return new ProviderProcess(process, line.substring(line.indexOf("http")));
    }

    long pid() {
        return process.pid();
    }

    String openAiBaseUrl() {
        return url + "/v1";
    }

    /// What a person says so that the double thinks this long before it answers.
    String prompt(int thinkMillis) {
        return thinkMillis == 0 ? "Say something." : "Say something. <<think " + thinkMillis + ">>";
    }

    @Override
    public void close() {
        process.destroy();
    }
}
