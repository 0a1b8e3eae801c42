package io.moltmates.ingress.telegram;

import io.moltmates.ingress.telegram.StyledText.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.commonmark.ext.gfm.strikethrough.Strikethrough;
import org.commonmark.ext.gfm.strikethrough.StrikethroughExtension;
import org.commonmark.ext.gfm.tables.TableBlock;
import org.commonmark.ext.gfm.tables.TableCell;
import org.commonmark.ext.gfm.tables.TableRow;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.BlockQuote;
import org.commonmark.node.BulletList;
import org.commonmark.node.Code;
import org.commonmark.node.CustomBlock;
import org.commonmark.node.CustomNode;
import org.commonmark.node.Document;
import org.commonmark.node.Emphasis;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.node.HardLineBreak;
import org.commonmark.node.Heading;
import org.commonmark.node.HtmlBlock;
import org.commonmark.node.HtmlInline;
import org.commonmark.node.Image;
import org.commonmark.node.IndentedCodeBlock;
import org.commonmark.node.Link;
import org.commonmark.node.ListItem;
import org.commonmark.node.Node;
import org.commonmark.node.OrderedList;
import org.commonmark.node.Paragraph;
import org.commonmark.node.SoftLineBreak;
import org.commonmark.node.StrongEmphasis;
import org.commonmark.node.Text;
import org.commonmark.node.ThematicBreak;
import org.commonmark.parser.Parser;

/// Turns Markdown into a text with spans that Telegram can show: what it has no form for (headings, lists, tables)
/// becomes plain words and signs.
final class MarkdownText extends AbstractVisitor {

    private static final Parser PARSER = Parser.builder()
            .extensions(List.of(StrikethroughExtension.create(), TablesExtension.create()))
            .build();
    private static final Pattern LINK = Pattern.compile("(?i)(https?|tg|mailto|tel):\\S+");
    private static final Pattern LANGUAGE = Pattern.compile("[A-Za-z0-9_+#-]{1,30}");
    private static final Set<String> NOT_IN_CODE = Set.of("code", "pre");

    private final StringBuilder text = new StringBuilder();
    private final List<Span> spans = new ArrayList<>();
    private int depth;

    private MarkdownText() {}

    static StyledText of(String markdown) {
        var visitor = new MarkdownText();
        PARSER.parse(markdown).accept(visitor);
        int end = visitor.text.length();
        while (end > 0 && Character.isWhitespace(visitor.text.charAt(end - 1))) {
            end--;
        }
        return new StyledText(visitor.text.toString(), visitor.spans.reversed()).part(0, end); // outer ones end last
    }

    @Override
    public void visit(Document document) {
        blocks(document, "\n\n");
    }

    @Override
    public void visit(Paragraph paragraph) {
        visitChildren(paragraph);
    }

    @Override
    public void visit(Heading heading) {
        styled("b", "", () -> visitChildren(heading));
    }

    @Override
    public void visit(ThematicBreak line) {
        text.append("———");
    }

    @Override
    public void visit(BlockQuote quote) {
        if (spans.isEmpty() || depth == 0) {
            depth++;
            styled("blockquote", "", () -> blocks(quote, "\n"));
            depth--;
        } else {
            blocks(quote, "\n"); // Telegram has no quote within a quote
        }
    }

    @Override
    public void visit(BulletList list) {
        items(list, _ -> "• ");
    }

    @Override
    public void visit(OrderedList list) {
        Integer first = list.getMarkerStartNumber();
        int start = first == null ? 1 : first;
        items(list, index -> (start + index) + ". ");
    }

    private interface Marker {
        String of(int index);
    }

    private void items(Node list, Marker marker) {
        int index = 0;
        for (var item = list.getFirstChild(); item != null; item = item.getNext()) {
            if (index > 0) {
                text.append('\n');
            }
            text.append("  ".repeat(nesting(list))).append(marker.of(index++));
            blocks(item, "\n");
        }
    }

    private static int nesting(Node list) {
        int nesting = 0;
        for (var parent = list.getParent(); parent != null; parent = parent.getParent()) {
            nesting += parent instanceof ListItem ? 1 : 0;
        }
        return nesting;
    }

    @Override
    public void visit(FencedCodeBlock code) {
        String info = code.getInfo() == null ? "" : code.getInfo().strip().split("\\s", 2)[0];
        block(code.getLiteral(), LANGUAGE.matcher(info).matches() ? info : "");
    }

    @Override
    public void visit(IndentedCodeBlock code) {
        block(code.getLiteral(), "");
    }

    private void block(String code, String language) {
        styled("pre", language, () -> text.append(code.stripTrailing()));
    }

    @Override
    public void visit(HtmlBlock html) {
        text.append(html.getLiteral().stripTrailing());
    }

    @Override
    public void visit(HtmlInline html) {
        text.append(html.getLiteral());
    }

    @Override
    public void visit(Text words) {
        text.append(words.getLiteral());
    }

    @Override
    public void visit(SoftLineBreak line) {
        text.append('\n');
    }

    @Override
    public void visit(HardLineBreak line) {
        text.append('\n');
    }

    @Override
    public void visit(Code code) {
        styled("code", "", () -> text.append(code.getLiteral()));
    }

    @Override
    public void visit(Emphasis emphasis) {
        styled("i", "", () -> visitChildren(emphasis));
    }

    @Override
    public void visit(StrongEmphasis emphasis) {
        styled("b", "", () -> visitChildren(emphasis));
    }

    @Override
    public void visit(Link link) {
        link(link, link.getDestination());
    }

    @Override
    public void visit(Image image) {
        link(image, image.getDestination());
    }

    private void link(Node link, String destination) {
        if (LINK.matcher(destination).matches()) {
            int start = text.length();
            styled("a", destination, () -> visitChildren(link));
            if (text.length() == start) {
                text.append(destination);
            }
        } else {
            visitChildren(link); // an address of no use outside of here
        }
    }

    @Override
    public void visit(CustomNode node) {
        if (node instanceof Strikethrough) {
            styled("s", "", () -> visitChildren(node));
        } else {
            visitChildren(node);
        }
    }

    @Override
    public void visit(CustomBlock block) {
        if (block instanceof TableBlock table) {
            styled("pre", "", () -> text.append(TableText.of(rows(table))));
        } else {
            visitChildren(block);
        }
    }

    private static List<List<String>> rows(TableBlock table) {
        var rows = new ArrayList<List<String>>();
        for (var part = table.getFirstChild(); part != null; part = part.getNext()) {
            for (var row = part.getFirstChild(); row != null; row = row.getNext()) {
                if (row instanceof TableRow) {
                    var cells = new ArrayList<String>();
                    for (var cell = row.getFirstChild(); cell != null; cell = cell.getNext()) {
                        if (cell instanceof TableCell) {
                            var words = new MarkdownText();
                            words.visitChildren(cell);
                            cells.add(words.text.toString());
                        }
                    }
                    rows.add(cells);
                }
            }
        }
        return rows;
    }

    private void blocks(Node parent, String between) {
        boolean first = true;
        for (var child = parent.getFirstChild(); child != null; child = child.getNext()) {
            if (!first) {
                text.append(child instanceof BulletList || child instanceof OrderedList ? "\n" : between);
            }
            first = false;
            child.accept(this);
        }
    }

    private void styled(String tag, String attribute, Runnable content) {
        int start = text.length();
        content.run();
        spans.removeIf(span -> NOT_IN_CODE.contains(tag) && span.start() >= start);
        spans.add(new Span(start, text.length(), tag, attribute));
    }
}
