package dev.flowruntime.servlet;

import dev.flowruntime.ConversationStream;
import dev.flowruntime.ErrorCode;
import dev.flowruntime.FlowException;
import dev.flowruntime.StreamEvent;
import dev.flowruntime.servlet.wire.EventText;
import dev.flowruntime.store.StoreException;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One client's stream. Whatever happens to it (news, time, room in its socket) is only noted and lets it work; it works on one
 * thread at a time, writes without waiting, and reads on only when its client has taken what it was sent. So a slow client costs the
 * memory of one batch, and is cut off when it takes nothing for a while.
 */
final class EventStream implements Runnable, WriteListener, AsyncListener {
    static final Duration BEAT = Duration.ofSeconds(15);
    static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final Logger LOG = LoggerFactory.getLogger(FlowServlet.class);

    private final EventStreams streams;
    private final EventStreams.Place place;
    private final AtomicInteger calls = new AtomicInteger();
    private final Queue<StreamEvent> taken = new ArrayDeque<>(0);

    private volatile @Nullable AsyncContext context;
    private volatile boolean news = true;
    private volatile boolean ticked;
    /** Whether the container has said that there is room, and has not said since that there is none. */
    private volatile boolean writable;
    /** Whether the connection has failed, or the container has ended it. */
    private volatile boolean broken;
    /** How long the client is to wait before it comes back, once this node ends the stream; 0 until then. */
    private volatile long retryMillis;

    // Of the thread that works.
    private @Nullable ConversationStream conversation;
    private @Nullable ServletOutputStream out;
    private byte @Nullable [] next;
    private @Nullable FlowException ended;
    private boolean storeFailed;
    private boolean beat;
    private boolean unflushed;
    private boolean last;
    private boolean over;
    private long beatAt;
    private long waitsSince;

    EventStream(EventStreams streams, EventStreams.Place place) {
        this.streams = streams;
        this.place = place;
    }

    /** Begins to write, behind headers that are set; from here on the stream sees to its own end. */
    void begin(AsyncContext started, ConversationStream followed) throws IOException {
        conversation = followed;
        next = EventText.opening(followed.cursor());
        beatAt = streams.now() + BEAT.toNanos();
        waitsSince = streams.now();
        out = started.getResponse().getOutputStream();
        started.addListener(this);
        context = started;
        streams.add(this);
        out.setWriteListener(this);
    }

    /** There may be something to tell. */
    void news() {
        news = true;
        wake();
    }

    /** Time has passed. */
    void tick() {
        ticked = true;
        wake();
    }

    /** This node ends the stream. */
    void end(long retryAfterMillis) {
        retryMillis = retryAfterMillis;
        wake();
    }

    @Override
    public void onWritePossible() {
        writable = true;
        wake();
    }

    @Override
    public void onError(Throwable failure) {
        LOG.debug("a stream's client has gone", failure);
        breakOff();
    }

    @Override
    public void onError(AsyncEvent event) {
        breakOff();
    }

    @Override
    public void onTimeout(AsyncEvent event) {
        breakOff();
    }

    @Override
    public void onComplete(AsyncEvent event) {
        breakOff();
    }

    @Override
    public void onStartAsync(AsyncEvent event) {
        event.getAsyncContext().addListener(this);
    }

    private void breakOff() {
        broken = true;
        wake();
    }

    private void wake() {
        if (calls.getAndIncrement() == 0) {
            streams.execute(this);
        }
    }

    /** Works once more whenever it was woken meanwhile. */
    @Override
    public void run() {
        int seen = 1;
        while (seen != 0) {
            seen = calls.get();
            AsyncContext started = context;
            ConversationStream followed = conversation;
            ServletOutputStream sink = out;
            if (started != null && followed != null && sink != null && !over) {
                work(started, followed, sink);
            }
            seen = calls.addAndGet(-seen);
        }
    }

    private void work(AsyncContext started, ConversationStream followed, ServletOutputStream sink) {
        try {
            if (ticked) {
                ticked = false;
                look(followed);
            }
            boolean told = !broken && write(followed, sink);
            if (told && last) {
                finish(started, followed);
            }
        } catch (IOException e) {
            LOG.debug("a stream's client has gone", e);
            broken = true;
        } catch (RuntimeException e) {
            LOG.warn("a stream failed; its client comes back", e);
            broken = true;
        }
        if (broken && !over) {
            finish(started, followed);
        }
    }

    private void look(ConversationStream followed) {
        long now = streams.now();
        if (!writable && now - waitsSince >= PATIENCE.toNanos()) {
            LOG.debug("a stream's client has taken nothing for {}; it is cut off", PATIENCE);
            broken = true;
        }
        if (now - beatAt >= 0) {
            beatAt = now + BEAT.toNanos();
            beat = true;
        }
        if (storeFailed) {
            storeFailed = false;
            news = true;
        }
        try {
            followed.check();
        } catch (FlowException e) {
            ended = e;
        } catch (StoreException e) {
            LOG.debug("whether a stream's key is still good cannot be told now", e);
        }
    }

    /**
     * Writes as long as there is something to write and room for it.
     *
     * @return whether all there is to tell has been told
     */
    private boolean write(ConversationStream followed, ServletOutputStream sink) throws IOException {
        while (writable) {
            // Before it asks: when there is no room now, the container may say so anew at any moment.
            writable = false;
            if (!sink.isReady()) {
                waitsSince = streams.now();
                return false;
            }
            writable = true;
            byte[] text = next == null ? nextText(followed) : next;
            next = null;
            if (text != null) {
                unflushed = true;
                sink.write(text);
            } else if (unflushed) {
                unflushed = false;
                sink.flush();
            } else {
                return true;
            }
        }
        return false;
    }

    /** What is to be told next; null when there is nothing. */
    private byte @Nullable [] nextText(ConversationStream followed) {
        if (last) {
            return null;
        }
        if (retryMillis > 0) {
            last = true;
            return EventText.retry(retryMillis);
        }
        if (taken.isEmpty() && news && ended == null) {
            take(followed);
        }
        FlowException end = ended;
        if (end != null) {
            last = true;
            return end.code() == ErrorCode.INVALID_SESSION_TOKEN ? EventText.expired() : null;
        }
        StreamEvent event = taken.poll();
        if (event != null) {
            return EventText.of(event);
        }
        if (beat) {
            beat = false;
            return EventText.beat();
        }
        return null;
    }

    private void take(ConversationStream followed) {
        news = false;
        try {
            List<StreamEvent> some = followed.take();
            taken.addAll(some);
            if (some.size() == ConversationStream.BATCH) {
                news = true;
            }
        } catch (FlowException e) {
            ended = e;
        } catch (StoreException e) {
            LOG.debug("a stream cannot be read on now", e);
            storeFailed = true;
        }
    }

    private void finish(AsyncContext started, ConversationStream followed) {
        over = true;
        streams.remove(this);
        place.close();
        followed.close();
        try {
            started.complete();
        } catch (IllegalStateException e) {
            LOG.debug("the container has ended the stream before", e);
        }
    }
}
