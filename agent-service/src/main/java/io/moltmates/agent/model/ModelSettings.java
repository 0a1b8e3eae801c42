package io.moltmates.agent.model;

import io.moltmates.schema.config.AgentConfig;
import io.moltmates.schema.config.AudioConfig;
import io.moltmates.schema.config.MoltmateConfig;
import io.moltmates.schema.config.ProviderConfig;
import java.util.Map;
import java.util.stream.Collectors;

/// What the operator says about models: the view of `moltmate.json` that the catalogue is made of.
///
/// @param disabled why a provider is off, by its name
/// @param audio who writes down what is said in recordings
public record ModelSettings(
        Map<String, ProviderConfig> providers, AgentConfig main, Map<String, String> disabled, AudioConfig audio) {

    private static final String PROVIDERS = "providers.";

    public ModelSettings {
        providers = Map.copyOf(providers);
        disabled = Map.copyOf(disabled);
    }

    /// With whatever can listen by itself.
    public ModelSettings(Map<String, ProviderConfig> providers, AgentConfig main, Map<String, String> disabled) {
        this(providers, main, disabled, AudioConfig.DEFAULT);
    }

    public static ModelSettings of(MoltmateConfig config) {
        var disabled = config.disabledSections().entrySet().stream()
                .filter(section -> section.getKey().startsWith(PROVIDERS))
                .collect(Collectors.toMap(
                        section -> section.getKey().substring(PROVIDERS.length()), Map.Entry::getValue));
        return new ModelSettings(
                config.providers(),
                config.agents().main(),
                disabled,
                config.tools().media().audio());
    }

    /// Holds keys, so it prints only names.
    @Override
    public String toString() {
        return "ModelSettings[providers=" + providers.keySet() + ", model=" + main.model() + "]";
    }
}
