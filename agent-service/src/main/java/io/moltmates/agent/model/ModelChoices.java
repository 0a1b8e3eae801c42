package io.moltmates.agent.model;

import io.moltmates.agent.model.Models.Choice;
import io.moltmates.schema.config.KnownProvider;
import io.moltmates.schema.config.ProviderConfig;
import java.net.URI;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The models of one state of the settings, and their clients, which are built once each.
final class ModelChoices {

    private static final List<String> BY_KEY =
            List.of("anthropic", "openai", "groq", "openrouter", "together", "perplexity");

    private final ModelSettings settings;
    private final Map<String, Provider> providers = new TreeMap<>();
    private final List<ModelReference> configured;
    private final boolean chosenByOperator;
    private final ModelClientFactory factory;
    private final Map<ModelReference, Choice> single = new ConcurrentHashMap<>();
    private final Map<List<ModelReference>, Choice> chains = new ConcurrentHashMap<>();
    private final @Nullable Transcriber transcriber;

    ModelChoices(
            ModelSettings settings,
            Map<String, String> environment,
            Function<String, @Nullable String> localModel,
            ModelHttp http) {
        this.settings = settings;
        this.factory = new ModelClientFactory(http);
        KnownProvider.all()
                .keySet()
                .forEach(name -> providers.put(name, Provider.of(ProviderConfig.known(name), environment)));
        settings.providers().forEach((name, config) -> providers.put(name, Provider.of(config, environment)));
        providers.keySet().removeAll(settings.disabled().keySet());
        var chosen = settings.main().models(names()).stream()
                .map(this::complete)
                .distinct()
                .toList();
        this.chosenByOperator = !chosen.isEmpty();
        this.configured = chosenByOperator ? chosen : List.of(automatic(localModel));
        this.transcriber = AudioModels.transcriber(settings.audio(), providers, http);
    }

    /// Null if nobody can write down what is said.
    @Nullable
    Transcriber transcriber() {
        return transcriber;
    }

    List<ModelReference> configured() {
        return configured;
    }

    boolean chosenByOperator() {
        return chosenByOperator;
    }

    boolean isDemo() {
        return configured.getFirst().provider().equals(DemoModelClient.NAME);
    }

    Choice choose(@Nullable String wanted) {
        if (wanted == null || wanted.isBlank()) {
            return chain(configured);
        }
        var first = complete(io.moltmates.schema.config.ModelReference.parse(wanted, names()));
        var all = new LinkedHashSet<>(List.of(first));
        if (chosenByOperator) {
            all.addAll(configured);
        }
        return chain(List.copyOf(all));
    }

    Choice chooseOf(List<String> wanted) {
        return chain(wanted.stream()
                .map(name -> complete(io.moltmates.schema.config.ModelReference.parse(name, names())))
                .distinct()
                .toList());
    }

    private Choice chain(List<ModelReference> references) {
        // people may ask for any name, so what is remembered is bounded
        if (chains.size() > 200) {
            chains.clear();
            single.clear();
        }
        return chains.computeIfAbsent(references, all -> {
            var choices = all.stream().map(this::one).toList();
            var first = choices.getFirst();
            return new Choice(first.reference(), first.profile(), new FallbackModelClient(choices), first.effort());
        });
    }

    private Choice one(ModelReference reference) {
        return single.computeIfAbsent(reference, this::build);
    }

    private Choice build(ModelReference reference) {
        var choice = plain(reference);
        var provider = providers.get(reference.provider());
        var endpoint = provider == null ? null : URI.create(provider.baseUrl());
        var client = new ObservedModelClient(choice.client(), reference, endpoint, configured.contains(reference));
        return new Choice(choice.reference(), choice.profile(), client, choice.effort());
    }

    private Choice plain(ModelReference reference) {
        if (reference.provider().equals(DemoModelClient.NAME)) {
            return new Choice(reference, DemoModelClient.PROFILE, new DemoModelClient());
        }
        var provider = providers.get(reference.provider());
        if (provider == null) {
            var why = settings.disabled().getOrDefault(reference.provider(), "there is no such provider");
            return new Choice(
                    reference,
                    ModelProfile.UNKNOWN,
                    unusable(new ModelFault.NoSuchModel(), "provider " + reference.provider() + " is off: " + why));
        }
        var window = configured.getFirst().equals(reference) ? settings.main().contextTokens() : null;
        var profile = ModelTable.profile(provider.name(), reference.model(), provider.local(), window);
        if (provider.lacksKey()) {
            return new Choice(
                    reference,
                    profile,
                    unusable(
                            new ModelFault.Unauthorized(),
                            "no key for " + provider.name() + ": set providers." + provider.name() + ".apiKey or "
                                    + provider.keyVariable()));
        }
        var defaults = new ModelClientFactory.Defaults(
                settings.main().maxTokens(), settings.main().temperature());
        boolean effort = switch (provider.dialect()) {
            case ANTHROPIC -> AnthropicThinking.isKnownBy(reference.model());
            case OLLAMA -> ModelTable.thinksAtOllama(reference.model());
            case OPENAI -> false;
        };
        return new Choice(reference, profile, factory.client(provider, reference.model(), profile, defaults), effort);
    }

    private static ModelClient unusable(ModelFault fault, String why) {
        return (_, _, _) -> {
            throw new ModelException(fault, why);
        };
    }

    private Set<String> names() {
        var names = new TreeSet<>(providers.keySet());
        names.addAll(settings.disabled().keySet());
        names.add(DemoModelClient.NAME);
        return names;
    }

    /// Finds the provider of a bare name: by what the name looks like, else the one that is there.
    private ModelReference complete(io.moltmates.schema.config.ModelReference reference) {
        var provider = reference.provider();
        return new ModelReference(provider != null ? provider : guess(reference.model()), reference.model());
    }

    private String guess(String model) {
        var name = model.toLowerCase(Locale.ROOT);
        if (name.equals(DemoModelClient.NAME)) {
            return DemoModelClient.NAME;
        }
        if (name.startsWith("claude")) {
            return "anthropic";
        }
        if (name.matches("(gpt-\\d|chatgpt|o[134](-|$)).*")) {
            return "openai";
        }
        if (name.startsWith("sonar")) {
            return "perplexity";
        }
        var own = new TreeSet<String>();
        settings.providers().forEach((key, config) -> {
            if (!config.fromEnvironment()) {
                own.add(key);
            }
        });
        if (own.size() == 1) {
            return own.first();
        }
        if (name.contains("/")) {
            return withKey()
                    .filter(found -> !found.equals("anthropic") && !found.equals("openai"))
                    .findFirst()
                    .orElse("openrouter");
        }
        return "ollama";
    }

    private ModelReference automatic(Function<String, @Nullable String> localModel) {
        var first = withKey().findFirst();
        if (first.isPresent()) {
            return new ModelReference(first.get(), ModelTable.DEFAULTS.getOrDefault(first.get(), "default"));
        }
        var ollama = providers.get("ollama");
        var local = ollama == null ? null : localModel.apply(ollama.baseUrl());
        return local == null
                ? new ModelReference(DemoModelClient.NAME, DemoModelClient.NAME)
                : new ModelReference("ollama", local);
    }

    private Stream<String> withKey() {
        return BY_KEY.stream()
                .filter(name ->
                        providers.containsKey(name) && providers.get(name).key() != null);
    }

    /// Models that can be asked right now, for a list: the configured ones.
    List<ModelReference> usable() {
        return configured.stream()
                .filter(reference -> {
                    var provider = providers.get(reference.provider());
                    return provider == null ? reference.provider().equals(DemoModelClient.NAME) : !provider.lacksKey();
                })
                .toList();
    }
}
