package io.moltmates.schema.telemetry;

import io.moltmates.schema.config.TelemetryConfig;
import org.jspecify.annotations.Nullable;

/// What this process tells monitoring; as with loggers there is one for all that runs in it.
///
/// Until it is configured, and where traces are off, nothing of OpenTelemetry is loaded and no thread runs.
public final class Telemetry {

    private static volatile TelemetryConfig config = TelemetryConfig.DEFAULT;
    private static @Nullable TraceExport export;

    private Telemetry() {}

    /// To be called before the first service starts; later calls with other settings change nothing that runs.
    public static void configure(TelemetryConfig settings) {
        config = settings;
    }

    public static TelemetryConfig config() {
        return config;
    }

    /// Sends what waits to be sent; returns after two seconds at the latest, or at once where traces are off.
    public static void flush() {
        TraceExport running;
        synchronized (Telemetry.class) {
            running = export;
        }
        if (running != null) {
            running.flush();
        }
    }

    static Tracing tracing(String service) {
        var settings = config;
        if (!settings.enabled()) {
            return Tracing.off();
        }
        synchronized (Telemetry.class) {
            var running = export;
            if (running == null) {
                running = new TraceExport(settings);
                export = running;
            }
            return new Tracing(running.tracer(service), settings.content());
        }
    }
}
