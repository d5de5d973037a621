package dev.flowruntime.servlet;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.flowruntime.EngineApi;
import dev.flowruntime.ErrorCode;
import dev.flowruntime.FlowException;
import dev.flowruntime.model.Secret;
import dev.flowruntime.servlet.EngineCall.Gate;
import dev.flowruntime.store.StoreException;
import dev.flowruntime.token.EngineTokens;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What a monitoring system reads of this process. It must be told most of all when the store is down, which knows the tokens: so
 * one that was found good within the last hour is believed for as long as the store does not answer.
 */
final class MetricsEndpoint {
    private static final String PATH = "/metrics";
    private static final String TEXT_FORMAT = "text/plain; version=0.0.4; charset=utf-8";
    private static final Duration BELIEVED = Duration.ofHours(1);
    private static final int MAX_READERS = 100;

    private final Gate gate;
    private final @Nullable Supplier<String> page;
    /** Hashes of tokens. */
    private final Cache<String, Boolean> readers;

    MetricsEndpoint(EngineApi engine, FlowServletSettings settings, RateLimits limits) {
        this.gate = new Gate(engine, settings, limits);
        this.page = settings.metrics();
        this.readers = Caffeine.newBuilder()
                .maximumSize(MAX_READERS)
                .expireAfterWrite(BELIEVED)
                .ticker(settings.nanoTime()::getAsLong)
                .executor(Runnable::run)
                .build();
    }

    void addTo(Routes routes) {
        routes.add("GET", PATH, this::scrape);
    }

    static boolean answers(String path) {
        return path.equals(PATH);
    }

    private Answer scrape(Exchange exchange) {
        admit(exchange);
        if (page == null) {
            throw new FlowException(ErrorCode.NOT_FOUND, "this server was given no metrics");
        }
        return Answer.text(page.get(), TEXT_FORMAT);
    }

    private void admit(Exchange exchange) {
        String hash = EngineTokens.hash(new Secret(String.valueOf(exchange.bearer())));
        try {
            gate.admit(exchange).requireDeployWide();
            readers.put(hash, true);
        } catch (FlowException e) {
            if (e.code() != ErrorCode.RATE_LIMITED) {
                readers.invalidate(hash);
            }
            throw e;
        } catch (StoreException e) {
            if (readers.getIfPresent(hash) == null) {
                throw e;
            }
            gate.spend(exchange);
        }
    }
}
