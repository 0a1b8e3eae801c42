package io.moltmates.agent;

import io.moltmates.schema.TokenUsage;
import io.moltmates.schema.config.PriceConfig;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What models cost: what the operator says, else the list prices of their vendors, which are built in with their date.
/// A name counts with or without its version's date (`gpt-4o-2024-08-06`), and no other likeness does.
final class Prices {

    private static final Set<String> FREE = Set.of("demo", "ollama", "vllm", "llamacpp");
    private static final Pattern VERSION = Pattern.compile("-(latest|\\d{8}|\\d{4}-\\d{2}-\\d{2})$");
    private static final double MILLION = 1_000_000;

    private final PriceList list;
    private final Map<String, PriceConfig> own;

    Prices(PriceList list, Map<String, PriceConfig> own) {
        this.list = list;
        this.own = own;
    }

    /// What these tokens cost, in US dollars; null if the model's price is not known.
    ///
    /// @param model `provider/model`
    @Nullable
    Double cost(String model, TokenUsage usage) {
        var price = price(model);
        if (price == null) {
            return null;
        }
        double read = price.cacheRead() == null ? price.input() : price.cacheRead();
        double write = price.cacheWrite() == null ? price.input() : price.cacheWrite();
        long plain = Math.max(0, usage.input() - usage.cacheRead() - usage.cacheWrite());
        return (plain * price.input()
                        + usage.cacheRead() * read
                        + usage.cacheWrite() * write
                        + usage.output() * price.output())
                / MILLION;
    }

    /// What writing down a recording costs, in US dollars; null if that is not known.
    ///
    /// @param seconds how long it is; 0 if that is not known
    @Nullable
    Double cost(String model, TokenUsage usage, double seconds) {
        var price = price(model);
        if (price == null || price.minute() == null) {
            return usage.equals(TokenUsage.NONE) && !isFree(model) ? null : cost(model, usage);
        }
        return seconds > 0 ? Double.valueOf(seconds / 60 * price.minute()) : null;
    }

    private @Nullable PriceConfig price(String model) {
        String plain = VERSION.matcher(model).replaceFirst("");
        for (var prices : List.of(own, list.models())) {
            var found = prices.getOrDefault(model, prices.get(plain));
            if (found != null) {
                return found;
            }
        }
        return isFree(model) ? PriceConfig.DEFAULT : null;
    }

    private static boolean isFree(String model) {
        int slash = model.indexOf('/');
        return slash > 0 && FREE.contains(model.substring(0, slash));
    }
}
