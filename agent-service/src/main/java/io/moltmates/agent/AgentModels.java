package io.moltmates.agent;

import io.moltmates.agent.model.ModelCatalog;
import io.moltmates.agent.model.ModelReference;
import io.moltmates.agent.model.ModelSettings;
import io.moltmates.agent.model.Models;
import io.moltmates.agent.model.Transcriber;
import io.moltmates.schema.Capability;
import io.moltmates.schema.config.LiveConfig;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Gives the service its models, as the configuration file names them at the time.
@Singleton
class AgentModels implements Models, Capability {

    private final LiveConfig<ModelSettings> settings;
    private final ModelCatalog catalog;

    @Inject
    AgentModels(AgentConfiguration configuration) {
        settings = LiveConfig.open(configuration.layout().configuration(), System.getenv(), ModelSettings::of);
        catalog = new ModelCatalog(settings.current(), System.getenv());
        var _ = settings.onChange(catalog::use);
    }

    @Override
    public Choice choose(@Nullable String wanted) {
        return catalog.choose(wanted);
    }

    @Override
    public @Nullable Transcriber transcriber() {
        return catalog.transcriber();
    }

    @Override
    public Choice chooseOf(List<String> wanted) {
        return catalog.chooseOf(wanted);
    }

    @Override
    public List<ModelReference> configured() {
        return catalog.configured();
    }

    @Override
    public String name() {
        return "model";
    }

    @Override
    public boolean on() {
        return catalog.on();
    }

    @Override
    public String detail() {
        return catalog.detail();
    }

    @Override
    public String howToTurnOn() {
        return catalog.howToTurnOn();
    }

    @PreDestroy
    void close() {
        settings.close();
    }
}
