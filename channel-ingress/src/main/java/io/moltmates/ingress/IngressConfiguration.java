package io.moltmates.ingress;

import io.moltmates.schema.StateLayout;
import io.moltmates.schema.config.LiveConfig;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// Holds this service's settings and the layout of the state directory; the settings follow the file.
@Singleton
public class IngressConfiguration implements Supplier<IngressSettings> {

    private final StateLayout layout;
    private final LiveConfig<IngressSettings> live;

    IngressConfiguration() {
        layout = StateLayout.of(System.getenv());
        live = LiveConfig.open(layout.configuration(), System.getenv(), IngressSettings::of);
    }

    /// The settings as they are now; ask each time, keep none.
    @Override
    public IngressSettings get() {
        return live.current();
    }

    public void onChange(Consumer<IngressSettings> consumer) {
        var _ = live.onChange(consumer);
    }

    public StateLayout layout() {
        return layout;
    }

    @PreDestroy
    void close() {
        live.close();
    }
}
