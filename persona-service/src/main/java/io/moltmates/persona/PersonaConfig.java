package io.moltmates.persona;

import io.moltmates.schema.config.MoltmateConfig;

/// What persona-service needs of the configuration.
///
/// @param apiPersona the persona of people who come by the HTTP API and are not asked
record PersonaConfig(String apiPersona) {

    static PersonaConfig of(MoltmateConfig config) {
        return new PersonaConfig(config.channels().api().persona());
    }
}
