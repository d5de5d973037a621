package dev.flowruntime.internal;

import dev.flowruntime.internal.WebhookSender.Result;
import dev.flowruntime.model.WidgetKeyId;
import dev.flowruntime.store.EndpointLimits;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * How many deliveries may be under way, in all and to each endpoint, by how the endpoints did so far on this node. Thread-safe.
 *
 * <p>An endpoint begins with one at a time; each that it takes doubles that, up to {@value #MOST_EACH}, and one that it does not take
 * sets it back to one. One that does not answer several times in a row is asked ever more seldom, at least once a second. The room
 * for endpoints that do not answer, and for those of which nothing is known, is bounded, so that the others always have some.
 */
final class EndpointTraffic {
    static final int MOST = 512;
    static final int MOST_EACH = 8;
    static final int MOST_UNPROVEN = 384;
    static final int MOST_SILENT = 192;

    private static final int SILENT_IN_ROW = 3;
    private static final long FIRST_REST = 50_000_000;
    private static final long LONGEST_REST = 1_000_000_000;
    private static final int MOST_KNOWN = 5_000;

    private final LongSupplier nanoTime;
    private final Map<WidgetKeyId, Endpoint> known = new LinkedHashMap<>(16, 0.75f, true);
    private int underWay;

    EndpointTraffic(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    private static final class Endpoint {
        int underWay;
        int window = 1;
        boolean proven;
        int silences;
        long restsUntil;

        boolean isSilent() {
            return silences >= SILENT_IN_ROW;
        }
    }

    /** How many more may begin. */
    synchronized int room() {
        return MOST - underWay;
    }

    /** How many more may begin of each endpoint. */
    synchronized EndpointLimits limits() {
        int unproven = 0;
        int silent = 0;
        for (Endpoint endpoint : known.values()) {
            unproven += endpoint.proven ? 0 : endpoint.underWay;
            silent += endpoint.isSilent() ? endpoint.underWay : 0;
        }
        int each = unproven < MOST_UNPROVEN ? 1 : 0;
        long now = nanoTime.getAsLong();
        Map<WidgetKeyId, Integer> named = new HashMap<>();
        for (Map.Entry<WidgetKeyId, Endpoint> entry : known.entrySet()) {
            Endpoint endpoint = entry.getValue();
            int more = endpoint.proven ? endpoint.window : each;
            if (endpoint.isSilent() && (silent >= MOST_SILENT || now - endpoint.restsUntil < 0)) {
                more = 0;
            }
            boolean idle = endpoint.underWay == 0;
            if (!idle
                    || more < each
                    || each == 0 && more > 0) { // of the others one claim takes one, and the next the rest
                named.put(entry.getKey(), Math.max(0, more - endpoint.underWay));
            }
        }
        return new EndpointLimits(each, named);
    }

    synchronized void begun(WidgetKeyId id) {
        known.computeIfAbsent(id, fresh -> new Endpoint()).underWay++;
        underWay++;
    }

    synchronized void ended(WidgetKeyId id, Result result) {
        underWay--;
        Endpoint endpoint = known.get(id);
        if (endpoint == null) {
            throw new IllegalStateException("what ends has begun");
        }
        endpoint.underWay--;
        switch (result) {
            case TOOK -> {
                endpoint.proven = true;
                endpoint.window = Math.min(MOST_EACH, endpoint.window * 2);
                endpoint.silences = 0;
            }
            case REFUSED -> {
                endpoint.window = 1;
                endpoint.silences = 0;
            }
            case SILENT -> rest(endpoint);
            case UNASKED -> {}
        }
        forgetSome();
    }

    private void rest(Endpoint endpoint) {
        endpoint.proven = false;
        endpoint.window = 1;
        endpoint.silences++;
        if (endpoint.isSilent()) {
            int doublings = Math.min(endpoint.silences - SILENT_IN_ROW, 10);
            endpoint.restsUntil = nanoTime.getAsLong() + Math.min(LONGEST_REST, FIRST_REST << doublings);
        }
    }

    /** Those that nothing was sent to for the longest time begin anew. */
    private void forgetSome() {
        Iterator<Endpoint> eldest = known.values().iterator();
        while (known.size() > MOST_KNOWN && eldest.hasNext()) {
            if (eldest.next().underWay == 0) {
                eldest.remove();
            }
        }
    }
}
