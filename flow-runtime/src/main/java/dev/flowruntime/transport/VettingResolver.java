package dev.flowruntime.transport;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.hc.client5.http.DnsResolver;

/**
 * Gives the client only addresses that may be dialled. The client asks for each connection, and for literals as well.
 *
 * <p>Names are looked up on threads of its own, since a lookup cannot be broken off.
 */
final class VettingResolver implements DnsResolver, AutoCloseable {
    /** One of them is tried after the other, each for the whole time to connect. */
    private static final int MAX_ADDRESSES = 4;

    private static final int MAX_LOOKUPS = 64;
    private static final int LOOKUP_SECONDS = 5;

    private final Reach reach;
    private final Lookup lookup;
    private final ThreadPoolExecutor threads = new ThreadPoolExecutor(
            0, MAX_LOOKUPS, 10, TimeUnit.SECONDS, new SynchronousQueue<>(), VettingResolver::daemon);

    VettingResolver(Reach reach, Lookup lookup) {
        this.reach = reach;
        this.lookup = lookup;
    }

    /** Where addresses come from. */
    interface Lookup {
        InetAddress[] find(String host) throws UnknownHostException;
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "flow-outbound-lookup");
        thread.setDaemon(true);
        return thread;
    }

    @Override
    public InetAddress[] resolve(String host) throws UnknownHostException {
        InetAddress[] permitted = Arrays.stream(find(host))
                .filter(reach::permits)
                .limit(MAX_ADDRESSES)
                .toArray(InetAddress[]::new);
        if (permitted.length == 0) {
            throw new RefusedTargetException("the host has no public address");
        }
        return permitted;
    }

    private InetAddress[] find(String host) throws UnknownHostException {
        try {
            Future<InetAddress[]> found = threads.submit(() -> lookup.find(host));
            return found.get(LOOKUP_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException | RejectedExecutionException e) {
            UnknownHostException unknown = new UnknownHostException("not found in time: " + host);
            unknown.initCause(e);
            throw unknown;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UnknownHostException("interrupted while looking for " + host);
        }
    }

    @Override
    public String resolveCanonicalHostname(String host) {
        return host; // names are compared as they were given
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
