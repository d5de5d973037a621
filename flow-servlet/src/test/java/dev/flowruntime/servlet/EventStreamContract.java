package dev.flowruntime.servlet;

import static dev.flowruntime.servlet.StreamVisitor.STREAM;
import static dev.flowruntime.servlet.StreamVisitor.assertUpdated;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.flowruntime.servlet.StreamReader.Event;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What every container must let streams do. */
@Timeout(60)
abstract class EventStreamContract {
    private final Container.Kind kind;
    private final Shop shop = new Shop();
    private final AtomicLong nanos = new AtomicLong();
    private FlowServlet servlet;
    private Container container;
    private Client page;

    EventStreamContract(Container.Kind kind) {
        this.kind = kind;
    }

    @BeforeEach
    void start() throws Exception {
        shop.publish("flows/echo.yaml");
        servlet = FlowServlet.builder(shop.runtime).nanoTime(nanos::get).build();
        container = kind.start(Map.of("/flow/*", servlet));
        page = Client.to(container.root().resolve("/flow/")).with("Origin", Shop.ORIGIN);
    }

    @AfterEach
    void stop() throws Exception {
        container.stop();
        shop.runtime.close();
    }

    @Test
    void eventsAreToldAtOnceAndAgainAfterACut() throws IOException {
        StreamVisitor visitor = StreamVisitor.open(page);
        Event first;
        Event second;
        try (StreamReader stream = visitor.follow()) {
            JsonNode asked = visitor.trigger("order_status", "é");
            first = stream.nextEvent();
            assertUpdated(asked, first);
            JsonNode answered = visitor.answer(asked);
            second = stream.nextEvent();
            assertUpdated(answered, second);
        }
        try (StreamReader stream = visitor.followFrom(first.id())) {
            assertThat(stream.nextEvent()).isEqualTo(second);
            assertUpdated(visitor.trigger("returns", "x"), stream.nextEvent());
        }
    }

    @Test
    void clientsOfHttp11ReadThemAsTheyCome() throws Exception {
        StreamVisitor visitor = StreamVisitor.open(page);
        HttpRequest request = HttpRequest.newBuilder(page.root().resolve(STREAM))
                .headers(visitor.client().headers().toArray(String[]::new))
                .build();
        HttpResponse<java.io.InputStream> response =
                page.http().send(request, HttpResponse.BodyHandlers.ofInputStream());
        assertThat(response.statusCode()).isEqualTo(200);
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
            assertThat(lines.readLine()).startsWith(":");
            assertThat(lines.readLine()).startsWith("id: ");
            assertThat(lines.readLine()).isEmpty();
            visitor.trigger("order_status", "hi");
            assertThat(lines.readLine()).isEqualTo("event: execution.updated");
            assertThat(lines.readLine()).startsWith("id: ");
            assertThat(lines.readLine()).startsWith("data: {");
            shop.elapse(Duration.ofHours(1));
            servlet.streams().tick();
            assertThat(lines.readLine()).isEmpty();
            assertThat(lines.lines()).containsExactly("event: session.expired", "data: {}", "");
        }
        assertThat(servlet.streams().size()).isZero();
    }

    @Test
    void manyEventsOfManySizesComeWholeAndInOrder() throws IOException {
        StreamVisitor visitor = StreamVisitor.open(page);
        try (StreamReader stream = visitor.follow()) {
            for (int i = 0; i < 30; i++) {
                assertUpdated(visitor.trigger("echo", "é".repeat(1 + i * 60)), stream.nextEvent());
            }
        }
    }

    @Test
    void aClientThatTakesNothingIsCutOff() throws IOException {
        StreamVisitor visitor = StreamVisitor.open(page);
        try (StreamReader deaf = StreamReader.deaf(visitor.client())) {
            for (int i = 0; i < 16; i++) {
                visitor.trigger("echo", "x".repeat(4_000));
            }
            assertThat(servlet.streams().size()).isEqualTo(1);
            awaitNone();
            assertThat(deaf.drain()).isLessThan(12_000_000);
        }
    }

    @Test
    void aClientThatHasGoneIsFound() throws IOException {
        StreamVisitor.open(page).follow().close();
        awaitNone();
    }

    @Test
    void aServerThatGoesDownEndsItsStreams() throws Exception {
        StreamVisitor visitor = StreamVisitor.open(page);
        try (StreamReader stream = visitor.follow()) {
            servlet.drain();
            assertThat(stream.next().text()).startsWith("retry: ");
            assertThat(stream.next()).isNull();
        }
        assertThat(visitor.client().get(STREAM).status()).isEqualTo(503);
    }

    @Test
    void aContainerThatStopsEndsTheStreamsAsWell() throws Exception {
        StreamVisitor visitor = StreamVisitor.open(page);
        StreamReader stream = visitor.follow();
        container.stop();
        assertThatThrownBy(visitor::follow).isInstanceOf(IOException.class);
        assertThat(stream.drain()).isLessThan(100);
        container = kind.start(Map.of());
    }

    private void awaitNone() {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (servlet.streams().size() > 0) {
            nanos.addAndGet(Duration.ofSeconds(31).toNanos());
            servlet.streams().tick();
            assertThat(System.nanoTime()).isLessThan(deadline);
            Thread.yield();
        }
    }
}
