package io.moltmates.sandbox.attacks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// The files that the lines of `attacks/lines.tsv` speak of, as its head describes them.
final class PersonsFiles {

    private PersonsFiles() {}

    static void make(Path workspace) {
        try {
            Files.createDirectories(workspace.resolve("notes"));
            Files.writeString(workspace.resolve("notes.txt"), "alpha\nbeta\ngamma 42\ndelta\nepsilon\n");
            Files.writeString(
                    workspace.resolve("log.txt"),
                    IntStream.rangeClosed(1, 20)
                            .mapToObj(i -> "%02d %s text".formatted(i, i % 5 == 0 ? "error" : "info"))
                            .collect(Collectors.joining("\n", "", "\n")));
            Files.writeString(workspace.resolve("data.csv"), "name,count\nalpha,1\nbeta,2\n");
            Files.writeString(workspace.resolve("my file.txt"), "with a blank\n");
            Files.writeString(workspace.resolve("notes/a.txt"), "a note\n");
            Files.writeString(workspace.resolve("-n"), "a file whose name looks like an option\n");
            Files.writeString(workspace.resolve("+5"), "another one\n");
            Files.writeString(workspace.resolve("empty.txt"), "");
            Files.write(workspace.resolve("letter.pdf"), letter());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// One page with a line of text.
    private static byte[] letter() {
        String text = "BT /F1 24 Tf 72 720 Td (Dear reader) Tj ET";
        var objects = List.of(
                "<< /Type /Catalog /Pages 2 0 R >>",
                "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
                "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R"
                        + " /Resources << /Font << /F1 5 0 R >> >> >>",
                "<< /Length " + text.length() + " >>\nstream\n" + text + "\nendstream",
                "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>");
        var pdf = new StringBuilder("%PDF-1.4\n");
        var offsets = new ArrayList<Integer>();
        for (var object : objects) {
            offsets.add(pdf.length());
            pdf.append(offsets.size()).append(" 0 obj\n").append(object).append("\nendobj\n");
        }
        int table = pdf.length();
        pdf.append("xref\n0 6\n0000000000 65535 f \n");
        offsets.forEach(offset -> pdf.append("%010d 00000 n \n".formatted(offset)));
        pdf.append("trailer << /Size 6 /Root 1 0 R >>\nstartxref\n")
                .append(table)
                .append("\n%%EOF\n");
        return pdf.toString().getBytes(StandardCharsets.US_ASCII);
    }
}
