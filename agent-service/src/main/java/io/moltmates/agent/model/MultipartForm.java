package io.moltmates.agent.model;

import java.io.FileNotFoundException;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.UUID;

/// A form with fields and one file, which is read when it is sent.
final class MultipartForm {

    private static final String LINE = "\r\n";

    private final String boundary = "moltmates-" + UUID.randomUUID();
    private final StringBuilder head = new StringBuilder();

    String type() {
        return "multipart/form-data; boundary=" + boundary;
    }

    MultipartForm field(String name, String value) {
        head.append(part(name)).append(LINE).append(LINE).append(value).append(LINE);
        return this;
    }

    /// The whole form, the file last.
    ///
    /// @param fileName of our own making: it is written as it is
    BodyPublisher withFile(String name, String fileName, Path file) throws FileNotFoundException {
        String before = head + part(name) + "; filename=\"" + fileName + "\"" + LINE
                + "Content-Type: application/octet-stream" + LINE + LINE;
        return BodyPublishers.concat(
                BodyPublishers.ofString(before, StandardCharsets.UTF_8),
                BodyPublishers.ofFile(file),
                BodyPublishers.ofString(LINE + "--" + boundary + "--" + LINE, StandardCharsets.UTF_8));
    }

    private String part(String name) {
        return "--" + boundary + LINE + "Content-Disposition: form-data; name=\"" + name + "\"";
    }
}
