package dev.flowruntime.servlet;

import dev.flowruntime.ErrorCode;
import dev.flowruntime.FlowException;
import dev.flowruntime.servlet.wire.Replies;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a load balancer asks. */
final class HealthEndpoints {
    private static final Logger LOG = LoggerFactory.getLogger(FlowServlet.class);

    private final Runnable storeCheck;
    private volatile boolean draining;

    /** @param storeCheck throws when the store cannot serve */
    HealthEndpoints(Runnable storeCheck) {
        this.storeCheck = storeCheck;
    }

    void addTo(Routes routes) {
        routes.add("GET", "/healthz", exchange -> Answer.json(200, Replies.status("live")))
                .add("GET", "/readyz", exchange -> ready());
    }

    void drain() {
        draining = true;
    }

    private Answer ready() {
        if (draining) {
            throw new FlowException(ErrorCode.UNAVAILABLE, "this node is going down");
        }
        try {
            storeCheck.run();
        } catch (RuntimeException e) {
            LOG.warn("not ready: the store cannot serve", e);
            throw new FlowException(ErrorCode.UNAVAILABLE, "the store cannot serve");
        }
        return Answer.json(200, Replies.status("ready"));
    }
}
