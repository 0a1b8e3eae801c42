package io.moltmates.schema.process;

/// Names the health checks of a service: plainly in a process of its own, with the service before it where several run
/// in one.
///
/// @param service whose checks they are, such as `router-service`
/// @param application what runs in this process
public record CheckNames(String service, String application) {

    public String of(String check) {
        return service.equals(application) ? check : service + " " + check;
    }
}
