package io.moltmates.agent.model;

import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// The models as the settings, the environment and this machine offer them; follows a change of the settings.
///
/// Without a choice of the operator: a key decides, else an Ollama that answers here, else the demo model, until an
/// Ollama is started.
public final class ModelCatalog implements Models {

    private static final Logger LOG = Logger.getLogger(ModelCatalog.class);
    private static final long NANOS_BETWEEN_LOOKS = 30_000_000_000L;

    private final Map<String, String> environment;
    private final Function<String, @Nullable String> localModel;
    private final ModelHttp http = new ModelHttp();
    private final AtomicBoolean looking = new AtomicBoolean();
    private final AtomicLong lookedAt = new AtomicLong();
    private volatile ModelSettings settings;
    private volatile ModelChoices choices;

    public ModelCatalog(ModelSettings settings, Map<String, String> environment) {
        this(settings, environment, LocalModels::first);
    }

    ModelCatalog(
            ModelSettings settings, Map<String, String> environment, Function<String, @Nullable String> localModel) {
        this.environment = Map.copyOf(environment);
        this.localModel = localModel;
        this.settings = settings;
        this.choices = build(settings);
    }

    /// Takes changed settings; turns that run go on with what they have.
    public void use(ModelSettings changed) {
        settings = changed;
        choices = build(changed);
    }

    @Override
    public Choice choose(@Nullable String wanted) {
        var now = choices;
        if (now.isDemo() && !now.chosenByOperator()) {
            lookAgain();
        }
        return now.choose(wanted);
    }

    @Override
    public Choice chooseOf(List<String> wanted) {
        return choices.chooseOf(wanted);
    }

    @Override
    public List<ModelReference> configured() {
        return choices.configured();
    }

    @Override
    public @Nullable Transcriber transcriber() {
        return choices.transcriber();
    }

    /// Whether a real model can be asked.
    public boolean on() {
        return !choices.isDemo() && !choices.usable().isEmpty();
    }

    /// Which model answers, or why none does.
    public String detail() {
        var now = choices;
        var first = now.configured().getFirst();
        if (now.isDemo()) {
            return "The demo model answers: no key is set, and no Ollama answers on this machine.";
        }
        return now.usable().isEmpty() ? first + " has no key." : first.toString();
    }

    /// What an operator does to get a real model; empty when there is one.
    public String howToTurnOn() {
        return on()
                ? ""
                : "Set ANTHROPIC_API_KEY or OPENAI_API_KEY and start again, or name a provider in moltmate.json, or start Ollama here.";
    }

    private ModelChoices build(ModelSettings from) {
        lookedAt.set(System.nanoTime());
        var built = new ModelChoices(from, environment, localModel, http);
        LOG.debugf("models: %s", built.configured());
        return built;
    }

    // somebody without a key often starts Ollama after the gateway
    private void lookAgain() {
        if (System.nanoTime() - lookedAt.get() > NANOS_BETWEEN_LOOKS && looking.compareAndSet(false, true)) {
            Thread.ofVirtual().name("model-look").start(() -> {
                try {
                    choices = build(settings);
                } finally {
                    looking.set(false);
                }
            });
        }
    }
}
