package io.moltmates.schema.config;

import java.math.BigDecimal;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/// Turns a single value of the file into the type that a setting has, or throws an `InvalidSetting` about the value.
final class Scalars {

    private Scalars() {}

    static Object read(Node node, Class<?> type) {
        if (type == int.class || type == Integer.class) {
            return whole(node);
        } else if (type == double.class || type == Double.class) {
            return number(node).doubleValue();
        } else if (type == boolean.class || type == Boolean.class) {
            return flag(node);
        } else if (type.isEnum()) {
            return constant(node, type);
        } else if (type == ByteSize.class) {
            return ByteSize.parse(node instanceof Node.Digits digits ? digits.value() : text(node));
        } else if (type == Duration.class) {
            return Durations.parse(node instanceof Node.Digits digits ? digits.value() : text(node));
        }
        return fromText(text(node), type);
    }

    private static Object fromText(String text, Class<?> type) {
        if (type == String.class) {
            return text;
        } else if (type == Secret.class) {
            if (text.isBlank()) {
                throw new InvalidSetting("", "is empty", "Write it here, or ${NAME} for an environment variable.");
            }
            return Secret.of(text);
        } else if (type == URI.class) {
            return address(text);
        } else if (type == Path.class) {
            return path(text);
        }
        throw new IllegalStateException("There is no reader for settings of type " + type.getName() + ".");
    }

    private static String text(Node node) {
        return switch (node) {
            case Node.Text text -> text.value();
            case Node.Digits _ -> throw new InvalidSetting("", "is a number, not text", "Put it in quotes.");
            case Node.Flag _ -> throw new InvalidSetting("", "is not text", "Put it in quotes.");
            case Node.Section _, Node.Items _, Node.Nothing _, Node.Unfilled _ ->
                throw new InvalidSetting("", "is not text", "Write one value in quotes.");
        };
    }

    private static int whole(Node node) {
        try {
            return number(node).intValueExact();
        } catch (ArithmeticException _) {
            throw new InvalidSetting("", "is not a whole number, or too large", "Write a whole number without quotes.");
        }
    }

    private static BigDecimal number(Node node) {
        try {
            return switch (node) {
                case Node.Digits digits -> new BigDecimal(digits.value());
                case Node.Text text
                when text.filled() -> new BigDecimal(text.value().strip());
                case Node.Text _ ->
                    throw new InvalidSetting("", "is text, not a number", "Write the number without quotes.");
                default -> throw new InvalidSetting("", "is not a number", "Write a number without quotes.");
            };
        } catch (NumberFormatException _) {
            throw new InvalidSetting("", "is not a number", "Write a number without quotes.");
        }
    }

    private static boolean flag(Node node) {
        if (node instanceof Node.Flag flag) {
            return flag.value();
        }
        if (node instanceof Node.Text text && text.filled() && text.value().matches("true|false")) {
            return text.value().equals("true");
        }
        throw new InvalidSetting("", "is not true or false", "Write true or false, without quotes.");
    }

    private static Object constant(Node node, Class<?> type) {
        List<String> names = Arrays.stream(type.getEnumConstants())
                .map(constant ->
                        ((Enum<?>) constant).name().toLowerCase(Locale.ROOT).replace('_', '-'))
                .toList();
        String choices = String.join(", ", names);
        if (node instanceof Node.Text text) {
            int index = names.indexOf(text.value().strip().toLowerCase(Locale.ROOT));
            if (index >= 0) {
                return type.getEnumConstants()[index];
            }
            String meant = Nearest.to(text.value(), names)
                    .map(name -> "Did you mean " + name + "?")
                    .orElse("Write one of them in quotes.");
            throw new InvalidSetting("", "is not one of " + choices, meant);
        }
        throw new InvalidSetting("", "is not one of " + choices, "Write one of them in quotes.");
    }

    private static URI address(String text) {
        try {
            return new URI(text.strip());
        } catch (URISyntaxException _) {
            throw new InvalidSetting("", "is not an address", "Write it like https://api.example.org/v1.");
        }
    }

    private static Path path(String text) {
        try {
            return Path.of(text);
        } catch (InvalidPathException _) {
            throw new InvalidSetting("", "is not a path", "Write the path of a file or directory.");
        }
    }
}
