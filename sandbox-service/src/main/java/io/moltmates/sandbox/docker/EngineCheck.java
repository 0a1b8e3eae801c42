package io.moltmates.sandbox.docker;

import com.github.dockerjava.api.exception.NotFoundException;
import io.moltmates.sandbox.Availability;
import io.moltmates.sandbox.Availability.Off;
import io.moltmates.sandbox.Availability.On;
import io.moltmates.schema.config.SandboxConfig;
import org.jboss.logging.Logger;

/// Asks the engine whether commands could run.
final class EngineCheck {

    private static final Logger LOG = Logger.getLogger(EngineCheck.class);

    private EngineCheck() {}

    static Availability look(SandboxConfig config, EngineConnection engine) {
        if (!config.isOn()) {
            return new Off("the configuration says so", "Set sandbox.mode to \"on\" in moltmate.json.");
        }
        var noEngine =
                new Off("no Docker engine answers", "Install or start Docker, then try again; no restart is needed.");
        String image = config.docker().image();
        try {
            if (!engine.hasSocket()) {
                return noEngine;
            }
            engine.control().pingCmd().exec();
            engine.control().inspectImageCmd(image).exec();
            return new On("Docker, " + image);
        } catch (NotFoundException _) {
            return new Off(
                    "the image " + image + " is not there",
                    "Build it: docker build -t " + image + " -f Dockerfile.sandbox .");
        } catch (RuntimeException e) {
            LOG.debugf(e, "engine did not answer");
            return noEngine;
        }
    }
}
