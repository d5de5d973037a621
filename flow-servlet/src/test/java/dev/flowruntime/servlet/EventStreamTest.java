package dev.flowruntime.servlet;

import static dev.flowruntime.servlet.StreamVisitor.STREAM;
import static dev.flowruntime.servlet.StreamVisitor.assertUpdated;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.flowruntime.Caller;
import dev.flowruntime.FlowRuntime;
import dev.flowruntime.TriggerMessage;
import dev.flowruntime.model.WidgetKey;
import dev.flowruntime.servlet.Client.Answered;
import dev.flowruntime.servlet.StreamReader.Event;
import dev.flowruntime.store.StoreException;
import dev.flowruntime.store.StoreException.Retry;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Server-sent events over real sockets, by a clock that the test moves. */
@Timeout(60)
class EventStreamTest {
    private final Shop shop = new Shop();
    private final AtomicLong nanos = new AtomicLong();
    private FlowServlet servlet;
    private Container container;
    private Client page;

    @BeforeEach
    void start() throws Exception {
        shop.publish("flows/echo.yaml");
        servlet = FlowServlet.builder(shop.runtime)
                .withoutRateLimits()
                .nanoTime(nanos::get)
                .maxStreams(1_000)
                .build();
        FlowServlet small = FlowServlet.builder(shop.runtime).maxStreams(2).build();
        FlowServlet limited = FlowServlet.builder(shop.runtime)
                .rateLimit(RateLimit.POLLS, 1)
                .nanoTime(() -> 0)
                .build();
        container = Container.jetty(Map.of("/*", servlet, "/small/*", small, "/limited/*", limited));
        page = Client.to(container.root().resolve("/")).with("Origin", Shop.ORIGIN);
    }

    @AfterEach
    void stop() throws Exception {
        servlet.drain();
        container.stop();
        shop.runtime.close();
    }

    @Test
    void whatHappensIsToldAsTheCallerWasTold() throws IOException {
        StreamVisitor visitor = StreamVisitor.open(page);
        try (StreamReader stream = visitor.follow()) {
            assertThat(stream.header("Content-Type")).startsWith("text/event-stream");
            assertThat(stream.header("Cache-Control")).isEqualTo("no-store");
            assertThat(stream.header("X-Accel-Buffering")).isEqualTo("no");
            assertThat(stream.header("Access-Control-Allow-Origin")).isEqualTo(Shop.ORIGIN);
            assertThat(stream.header("Vary")).isEqualTo("Origin");
            assertThat(stream.header("X-Request-Id")).isNotBlank();

            JsonNode asked = visitor.trigger("order_status", "é ");
            assertUpdated(asked, stream.nextEvent());
            assertUpdated(visitor.answer(asked), stream.nextEvent());
            StreamVisitor.open(page).trigger("returns", "of somebody else");
            assertUpdated(visitor.trigger("returns", "mine"), stream.nextEvent());
        }
    }

    @Test
    void theOpeningTellsTheCursorToBeginWith() throws IOException {
        StreamVisitor visitor = StreamVisitor.open(page);
        String start;
        try (StreamReader stream = StreamReader.open(visitor.client())) {
            Event opening = stream.next();
            start = opening.id();
            assertThat(opening.data()).isNull();
        }
        JsonNode missed = visitor.trigger("order_status", "hi");
        try (StreamReader stream = visitor.followFrom(start)) {
            assertUpdated(missed, stream.nextEvent());
        }
    }

    @Test
    void whoComesBackAfterAnyEventIsToldTheRestInTheSameBytes() throws IOException {
        StreamVisitor visitor = StreamVisitor.open(page);
        List<Event> all = new ArrayList<>();
        try (StreamReader stream = StreamReader.open(visitor.client())) {
            all.add(stream.next());
            for (int i = 0; i < 20; i++) {
                visitor.answer(visitor.trigger("order_status", "n" + i));
                all.add(stream.nextEvent());
                all.add(stream.nextEvent());
            }
        }
        for (int cut = 0; cut <= 40; cut++) {
            try (StreamReader stream = visitor.followFrom(all.get(cut).id())) {
                for (Event missed : List.copyOf(all.subList(cut + 1, all.size()))) {
                    assertThat(stream.nextEvent()).isEqualTo(missed);
                }
                JsonNode told = visitor.trigger("returns", "now");
                all.add(stream.nextEvent());
                assertUpdated(told, all.get(all.size() - 1));
            }
            awaitOpen(0);
        }
    }

    @Test
    void aTurnOfAnotherNodeIsTold() throws IOException {
        StreamVisitor visitor = StreamVisitor.open(page);
        FlowRuntime there = shop.node();
        try (StreamReader stream = visitor.follow()) {
            String token = visitor.client().headers().get(3).substring("Bearer ".length());
            there.chat()
                    .authorize(new Caller(Shop.ORIGIN, true, token, null, null))
                    .trigger(TriggerMessage.of("order_status", "hi"));
            shop.runtime.runOnce();
            assertThat(stream.nextEvent().data()).contains("\"waiting_input\"");
        }
        there.close();
    }

    @Test
    void anUnknownCursorIsAResetAndTheStreamGoesOnFromNow() throws IOException {
        StreamVisitor visitor = StreamVisitor.open(page);
        visitor.trigger("order_status", "before");
        try (StreamReader stream = visitor.followFrom("12-never")) {
            Event reset = stream.nextEvent();
            assertThat(reset.text()).isEqualTo("event: reset\nid: " + reset.id() + "\ndata: {}\n\n");
            assertUpdated(visitor.trigger("order_status", "after"), stream.nextEvent());
        }
    }

    @Test
    void aCommentComesEachFifteenSeconds() throws IOException {
        try (StreamReader stream = StreamVisitor.open(page).follow()) {
            for (int beat = 1; beat <= 3; beat++) {
                nanos.addAndGet(Duration.ofSeconds(15).toNanos());
                servlet.streams().tick();
                assertThat(stream.next().text()).isEqualTo(":\n\n");
            }
        }
    }

    @Test
    void theStreamEndsWithItsToken() throws IOException {
        try (StreamReader stream = StreamVisitor.open(page).follow()) {
            shop.elapse(Duration.ofHours(1));
            servlet.streams().tick();
            assertThat(stream.nextEvent().text()).isEqualTo("event: session.expired\ndata: {}\n\n");
            assertThat(stream.next()).isNull();
        }
        awaitOpen(0);
    }

    @Test
    void theStreamOfAPausedKeyEndsWithoutAWord() throws IOException {
        StreamVisitor visitor = StreamVisitor.open(page);
        try (StreamReader stream = visitor.follow()) {
            shop.runtime.widgetKeys().setStatus(Shop.TENANT, Shop.OPEN_KEY, WidgetKey.Status.PAUSED);
            servlet.streams().tick();
            assertThat(stream.next()).isNull();
        }
        refused(visitor.client().get(STREAM), 403, "widget_disabled");
    }

    @Test
    void aNodeThatGoesDownEndsItsStreamsWithTheAdviceToComeBack() throws IOException {
        StreamVisitor visitor = StreamVisitor.open(page);
        try (StreamReader stream = visitor.follow()) {
            JsonNode told = visitor.trigger("order_status", "hi");
            assertUpdated(told, stream.nextEvent());
            servlet.drain();
            assertThat(stream.next().text()).matches("retry: [1-4]\\d{3}\n\n");
            assertThat(stream.next()).isNull();
        }
        refused(visitor.client().get(STREAM), 503, "unavailable");
        awaitOpen(0);
    }

    @Test
    void whatIsRefusedIsToldAsEverywhere() {
        StreamVisitor visitor = StreamVisitor.open(page);
        refused(page.get(STREAM), 401, "invalid_session_token");
        refused(page.bearer("forged").get(STREAM), 401, "invalid_session_token");
        Client elsewhere = new Client(page.http(), page.root(), List.of());
        String token = visitor.client().headers().get(3);
        refused(elsewhere.with("Authorization", token).get(STREAM), 403, "origin_not_allowed");
        refused(
                elsewhere
                        .with("Authorization", token)
                        .with("Origin", "https://evil.com")
                        .get(STREAM),
                403,
                "origin_not_allowed");
        Answered wrong = visitor.client().post(STREAM, "{}");
        refused(wrong, 405, "method_not_allowed");
        assertThat(wrong.header("Allow")).contains("GET", "HEAD", "OPTIONS").doesNotContain("POST");
        shop.elapse(Duration.ofHours(1));
        refused(visitor.client().get(STREAM), 401, "invalid_session_token");
        assertThat(servlet.streams().size()).isZero();
    }

    @Test
    void headTellsTheHeadersAndOpensNothing() {
        Answered head = StreamVisitor.open(page).client().send("HEAD", STREAM, BodyPublishers.noBody());
        assertThat(head.status()).isEqualTo(200);
        assertThat(head.header("Content-Type")).startsWith("text/event-stream");
        assertThat(servlet.streams().size()).isZero();
    }

    @Test
    void openingIsLimitedAsReadsAre() throws IOException {
        Client limited = new Client(page.http(), page.root().resolve("/limited/"), page.headers());
        StreamVisitor visitor = StreamVisitor.open(limited);
        try (StreamReader stream = visitor.follow()) {
            assertThat(stream.status()).isEqualTo(200);
            refused(visitor.client().get(STREAM), 429, "rate_limited");
        }
    }

    @Test
    void aSessionHasFourStreamsAndThoseOfClientsThatWentAwayAreFound() throws IOException {
        StreamVisitor visitor = StreamVisitor.open(page);
        List<StreamReader> streams = new ArrayList<>();
        for (int i = 0; i < EventStreams.PER_SESSION; i++) {
            streams.add(visitor.follow());
        }
        Answered fifth = visitor.client().get(STREAM);
        refused(fifth, 429, "rate_limited");
        assertThat(fifth.header("Retry-After")).isEqualTo("15");
        StreamVisitor.open(page).follow().close();

        for (StreamReader stream : streams) {
            stream.close();
        }
        awaitOpen(0);
        visitor.follow().close();
    }

    @Test
    void aNodeHasSoManyStreams() throws IOException {
        Client small = new Client(page.http(), page.root().resolve("/small/"), page.headers());
        try (StreamReader one = StreamVisitor.open(small).follow();
                StreamReader two = StreamVisitor.open(small).follow()) {
            assertThat(List.of(one.status(), two.status())).containsOnly(200);
            Answered third = StreamVisitor.open(small).client().get(STREAM);
            refused(third, 503, "unavailable");
            assertThat(third.header("Retry-After")).isNotBlank();
        }
    }

    @Test
    void aStreamOutlivesAStoreThatCannotBeReadForAWhile() throws IOException {
        StreamVisitor visitor = StreamVisitor.open(page);
        try (StreamReader stream = visitor.follow()) {
            shop.watched.fail("ConversationStore", new StoreException(Retry.LATER, "down"));
            JsonNode told = visitor.trigger("order_status", "hi");
            servlet.streams().tick();
            shop.watched.fail(null);
            servlet.streams().tick();
            assertUpdated(told, stream.nextEvent());
        }
    }

    @Test
    void aClientThatTakesNothingIsCutOffAndCostsNobodyElse() throws IOException {
        StreamVisitor visitor = StreamVisitor.open(page);
        long sent = 0;
        try (StreamReader deaf = StreamReader.deaf(visitor.client());
                StreamReader stream = visitor.follow()) {
            for (int i = 0; i < 16; i++) {
                JsonNode told = visitor.trigger("echo", "x".repeat(4_000));
                Event event = stream.nextEvent();
                assertUpdated(told, event);
                sent += event.text().length();
            }
            assertThat(servlet.streams().size()).isEqualTo(2);
            awaitOpen(1);
            assertThat(deaf.drain()).isLessThan(sent);
            assertUpdated(visitor.trigger("order_status", "still here"), stream.nextEvent());
        }
    }

    @Test
    void aThousandIdleStreamsTakeLittleMemory() throws IOException {
        List<StreamReader> streams = new ArrayList<>();
        List<StreamVisitor> visitors = new ArrayList<>();
        long before = heap();
        for (int i = 0; i < 1_000; i++) {
            StreamVisitor visitor = StreamVisitor.open(page);
            visitors.add(visitor);
            streams.add(visitor.follow());
        }
        assertThat(heap() - before).isLessThan(50L << 20);
        assertThat(Thread.getAllStackTraces().keySet())
                .filteredOn(thread -> thread.getName().startsWith("flow-stream"))
                .hasSizeLessThanOrEqualTo(6);
        refused(StreamVisitor.open(page).client().get(STREAM), 503, "unavailable");
        for (int i = 0; i < 1_000; i += 100) {
            assertUpdated(
                    visitors.get(i).trigger("order_status", "hi"),
                    streams.get(i).nextEvent());
        }
        servlet.drain();
        for (StreamReader stream : streams) {
            assertThat(stream.nextEvent().text()).startsWith("retry: ");
            assertThat(stream.next()).isNull();
            stream.close();
        }
        assertThat(servlet.streams().size()).isZero();
    }

    private static long heap() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    /** Lets time pass until so many are open. */
    private void awaitOpen(int streams) {
        await(() -> {
            nanos.addAndGet(Duration.ofSeconds(31).toNanos());
            servlet.streams().tick();
            return servlet.streams().size() == streams;
        });
    }

    private static void await(BooleanSupplier condition) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).isLessThan(deadline);
            Thread.yield();
        }
    }

    private static void refused(Answered answered, int status, String error) {
        assertThat(answered.status()).as(answered.text()).isEqualTo(status);
        assertThat(answered.json().get("error").asText()).isEqualTo(error);
        assertThat(answered.header("Content-Type")).isEqualTo("application/json");
    }
}
