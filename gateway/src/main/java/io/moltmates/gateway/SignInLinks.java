package io.moltmates.gateway;

import io.moltmates.schema.PersonToken;
import io.moltmates.schema.Secrets;

/// Makes the links that people sign in with; the token is in the fragment, which browsers send to nobody.
record SignInLinks(String bind, int port, Secrets secrets) {

    String base() {
        return "http://" + Addresses.reachable(bind) + ":" + port;
    }

    String forPerson(String name) {
        return base() + "/#token=" + new PersonToken(secrets.personKey()).issue(name);
    }
}
