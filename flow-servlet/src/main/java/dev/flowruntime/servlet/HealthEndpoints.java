package dev.flowruntime.servlet;

import dev.flowruntime.ErrorCode;
import dev.flowruntime.FlowException;
import dev.flowruntime.servlet.wire.Replies;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a load balancer asks. */
final class HealthEndpoints {
    private static final String LIVE = "/healthz";
    private static final String READY = "/readyz";
    private static final Logger LOG = LoggerFactory.getLogger(FlowServlet.class);

    private final Runnable storeCheck;
    private volatile boolean draining;

    /** @param storeCheck throws when the store cannot serve */
    HealthEndpoints(Runnable storeCheck) {
        this.storeCheck = storeCheck;
    }

    void addTo(Routes routes) {
        routes.add("GET", LIVE, exchange -> Answer.json(200, Replies.status("live")))
                .add("GET", READY, exchange -> ready());
    }

    /** These are answered however much there is to do. */
    static boolean answers(String path) {
        return path.equals(LIVE) || path.equals(READY);
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
