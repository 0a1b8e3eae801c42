package io.moltmates.gateway;

import io.moltmates.schema.PersonToken;
import io.moltmates.schema.Secrets;

/// Makes the links that people sign in with; the token is in the fragment, which browsers send to nobody.
record SignInLinks(String base, Secrets secrets) {

    /// Those of a gateway that listens there.
    SignInLinks(String bind, int port, Secrets secrets) {
        this("http://" + Addresses.reachable(bind) + ":" + port, secrets);
    }

    String forPerson(String name) {
        return base + "/#token=" + new PersonToken(secrets.personKey()).issue(name);
    }
}
