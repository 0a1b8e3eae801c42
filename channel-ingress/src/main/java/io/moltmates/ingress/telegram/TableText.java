package io.moltmates.ingress.telegram;

import java.util.List;

/// Sets a table with spaces, for a font in which all characters are of one width.
final class TableText {

    private TableText() {}

    /// @param rows of cells, the head first
    static String of(List<List<String>> rows) {
        int columns = rows.stream().mapToInt(List::size).max().orElse(0);
        int[] widths = new int[columns];
        for (var row : rows) {
            for (int column = 0; column < row.size(); column++) {
                widths[column] = Math.max(widths[column], width(row.get(column)));
            }
        }
        var text = new StringBuilder();
        for (int number = 0; number < rows.size(); number++) {
            var row = rows.get(number);
            for (int column = 0; column < row.size(); column++) {
                String cell = row.get(column);
                boolean last = column == row.size() - 1;
                text.append(cell).append(last ? "" : " ".repeat(widths[column] - width(cell)) + " | ");
            }
            text.append('\n');
            if (number == 0) {
                for (int column = 0; column < columns; column++) {
                    text.append("-".repeat(widths[column])).append(column == columns - 1 ? "\n" : "-+-");
                }
            }
        }
        return text.toString().stripTrailing();
    }

    private static int width(String cell) {
        return cell.codePointCount(0, cell.length());
    }
}
