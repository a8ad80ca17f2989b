package io.percept.resolve.fetch;

import java.net.InetAddress;
import java.util.List;

/**
 * An address that passed the guard.
 *
 * @param address what is asked for
 * @param addresses to which, and to nothing else, a connection may be opened; every one was checked
 */
record FetchTarget(FetchAddress address, List<InetAddress> addresses) {

    String host() {
        return address.host();
    }
}
