package io.moltmates.agent;

import java.math.BigDecimal;
import java.math.RoundingMode;

/// Shortens texts without breaking a character, and writes sums of money.
final class Texts {

    private Texts() {}

    /// Such as `$12.50`, or `$0.0042`.
    static String dollars(double amount) {
        var rounded = BigDecimal.valueOf(amount)
                .setScale(amount < 1 ? 4 : 2, RoundingMode.HALF_UP)
                .stripTrailingZeros();
        return "$" + (rounded.scale() < 2 ? rounded.setScale(2) : rounded).toPlainString();
    }

    static String cut(String text, int most) {
        if (text.length() <= most) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(most - 1)) ? most - 1 : most;
        return text.substring(0, end) + "… [cut]";
    }
}
