package io.moltmates.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URL;
import java.util.Collections;
import java.util.Properties;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class ServicePropertiesTest {

    private static final String CONNECTOR = ".connector";
    private static final String INCOMING = "mp.messaging.incoming.";

    @Test
    void namesEveryChannelThatReadsWithAGroup() throws IOException {
        var channels = new TreeSet<String>();
        var files = getClass().getClassLoader().getResources("META-INF/microprofile-config.properties");
        for (URL file : Collections.list(files)) {
            var properties = new Properties();
            try (var stream = file.openStream()) {
                properties.load(stream);
            }
            properties.stringPropertyNames().stream()
                    .filter(name -> name.startsWith(INCOMING) && name.endsWith(CONNECTOR))
                    .map(name -> name.substring(INCOMING.length(), name.length() - CONNECTOR.length()))
                    .forEach(channels::add);
        }

        assertThat(ServiceProperties.GROUP_READERS).containsExactlyInAnyOrderElementsOf(channels);
    }
}
