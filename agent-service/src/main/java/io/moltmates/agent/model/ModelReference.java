package io.moltmates.agent.model;

/// A model of a provider, written `provider/model`; the model's own name may hold slashes too.
public record ModelReference(String provider, String model) {

    public ModelReference {
        if (provider.isBlank() || model.isBlank()) {
            throw new IllegalArgumentException(
                    "A model is written provider/model, not '" + provider + "/" + model + "'.");
        }
    }

    @Override
    public String toString() {
        return provider + "/" + model;
    }
}
