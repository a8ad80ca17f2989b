package io.percept.web.access;

import java.net.InetAddress;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.web.server.autoconfigure.ServerProperties;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** Says at the start who may call, and says it loudly where that is everybody. */
@Component
@ConditionalOnWebApplication
class AccessNotice {

    private static final Logger log = LoggerFactory.getLogger(AccessNotice.class);

    private final AccessProperties access;
    private final InetAddress address;

    AccessNotice(AccessProperties access, ServerProperties server) {
        this.access = access;
        this.address = server.getAddress();
    }

    @EventListener(ApplicationReadyEvent.class)
    void tell() {
        boolean loopback = address != null && address.isLoopbackAddress();
        if (access.mode() != AccessMode.OPEN) {
            log.info("HTTP access by {}", access.mode() == AccessMode.KEYS ? "API keys" : "JWT");
        } else if (loopback) {
            log.info(
                    "HTTP access is open, on this host alone; to be called from others, set percept.access.mode to keys or jwt");
        } else {
            log.warn(
                    "HTTP ACCESS IS OPEN TO WHOEVER REACHES {}: they may send images, and read every result and every review. Set percept.access.mode to keys or jwt, or leave server.address out to listen on this host alone.",
                    address == null ? "any address of this host" : address.getHostAddress());
        }
    }
}
