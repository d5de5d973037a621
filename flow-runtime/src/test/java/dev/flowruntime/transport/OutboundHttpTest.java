package dev.flowruntime.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(20)
class OutboundHttpTest {
    private static final Duration SHORT = Duration.ofMillis(300);

    @Test
    void aRequestArrivesAsItWasGivenAndItsAnswerComesBack() throws IOException {
        String answer = Peer.ok("X-One: 1\r\nx-one: 2\r\nRetry-After: 7\r\n", "done");
        try (Peer peer = Peer.answering(answer);
                OutboundHttp http = local()) {
            Exchange exchange = http.send(new OutboundRequest(
                    "POST",
                    peer.url() + "?a=%20b",
                    Map.of("User-Agent", "Test/1", "Content-Type", "application/json"),
                    "{\"é\":1}",
                    Duration.ofSeconds(10)));
            assertThat(exchange).isInstanceOfSatisfying(Exchange.Answered.class, answered -> {
                assertThat(answered.status()).isEqualTo(200);
                assertThat(answered.body()).isEqualTo("done");
                assertThat(answered.truncated()).isFalse();
                assertThat(answered.headers()).containsEntry("x-one", "1, 2").containsEntry("retry-after", "7");
            });
            assertThat(peer.heads.get(0))
                    .startsWith("POST /hook?a=%20b HTTP/1.1\r\n")
                    .contains("User-Agent: Test/1\r\n", "Content-Type: application/json\r\n", "Content-Length: 8\r\n")
                    .contains("Host: 127.0.0.1:" + peer.port() + "\r\n")
                    .doesNotContainIgnoringCase("accept-encoding")
                    .doesNotContainIgnoringCase("upgrade");
        }
    }

    @Test
    void theNameIsKeptForTheHostHeaderAndTheAddressThatWasJudgedIsDialled() throws IOException {
        List<String> asked = new CopyOnWriteArrayList<>();
        try (Peer peer = Peer.answering(Peer.ok("", ""));
                OutboundHttp http = OutboundHttp.builder(Reach.PUBLIC_AND_LOOPBACK)
                        .lookup(host -> {
                            asked.add(host);
                            return new InetAddress[] {InetAddress.getLoopbackAddress()};
                        })
                        .build()) {
            assertThat(http.send(get("http://Acme.example:" + peer.port() + "/")))
                    .isInstanceOf(Exchange.Answered.class);
            assertThat(peer.heads.get(0)).contains("Host: acme.example:" + peer.port() + "\r\n");
            assertThat(asked).containsExactly("acme.example");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "10.0.0.1", "::1", "64:ff9b::7f00:1", "fd00::1", "169.254.169.254"})
    void aNameOfAnAddressThatIsNotPublicIsRefused(String address) {
        try (OutboundHttp http = OutboundHttp.builder(Reach.PUBLIC)
                .lookup(host -> new InetAddress[] {InetAddress.getByName(address)})
                .build()) {
            assertThat(http.send(get("https://acme.example/"))).isEqualTo(refused());
        }
    }

    @Test
    void addressesThatAreNotPublicArePassedOverAmongOthers() throws UnknownHostException {
        InetAddress bad = InetAddress.getByName("10.0.0.1");
        InetAddress good = InetAddress.getByName("1.1.1.1");
        try (VettingResolver resolver = new VettingResolver(Reach.PUBLIC, host -> new InetAddress[] {bad, good, bad})) {
            assertThat(resolver.resolve("acme.example")).containsExactly(good);
        }
    }

    @Test
    void aNameThatIsBoundAnewIsJudgedAnew() throws IOException {
        AtomicInteger times = new AtomicInteger();
        try (Peer peer = Peer.answering(Peer.ok("", ""));
                OutboundHttp http = OutboundHttp.builder(Reach.PUBLIC_AND_LOOPBACK)
                        .lookup(host -> new InetAddress[] {
                            times.incrementAndGet() == 1
                                    ? InetAddress.getLoopbackAddress()
                                    : InetAddress.getByName("192.168.0.1")
                        })
                        .build()) {
            String url = "http://acme.example:" + peer.port() + "/";
            assertThat(http.send(get(url))).isInstanceOf(Exchange.Answered.class);
            assertThat(http.send(get(url))).isEqualTo(refused());
            assertThat(times).hasValue(2);
            assertThat(peer.heads).hasSize(1);
        }
    }

    @Test
    void aNameIsAskedForOnceForEachConnectionSoThatNoSecondAnswerSlipsIn() throws IOException {
        AtomicInteger times = new AtomicInteger();
        try (Peer peer = Peer.answering(Peer.ok("", ""));
                OutboundHttp http = OutboundHttp.builder(Reach.PUBLIC_AND_LOOPBACK)
                        .lookup(host -> {
                            times.incrementAndGet();
                            return new InetAddress[] {InetAddress.getLoopbackAddress()};
                        })
                        .build()) {
            http.send(get("http://acme.example:" + peer.port() + "/"));
            assertThat(times).hasValue(1);
        }
    }

    @Test
    void anUnknownNameIsSaidToBeOne() {
        try (OutboundHttp http = OutboundHttp.builder(Reach.PUBLIC)
                .lookup(host -> {
                    throw new UnknownHostException(host);
                })
                .build()) {
            assertThat(http.send(get("https://acme.example/"))).isEqualTo(failed(Exchange.Reason.UNRESOLVED));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 303, 307, 308})
    void redirectsAreAnswersAndNotFollowed(int status) throws IOException {
        try (Peer peer = Peer.answering("HTTP/1.1 " + status
                        + " Go\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
                OutboundHttp http = local()) {
            assertThat(http.send(post(peer, Duration.ofSeconds(10))))
                    .isInstanceOfSatisfying(
                            Exchange.Answered.class,
                            answered -> assertThat(answered.status()).isEqualTo(status));
            assertThat(peer.heads).hasSize(1);
        }
    }

    @Test
    void aPeerThatNeverAnswersIsLeftInTime() throws IOException {
        CountDownLatch never = new CountDownLatch(1);
        try (Peer peer = Peer.doing((connection, out) -> never.await());
                OutboundHttp http = local()) {
            assertThat(http.send(post(peer, SHORT))).isEqualTo(failed(Exchange.Reason.TIMED_OUT));
        }
    }

    @Test
    void thoseThatHangAtAHostDoNotHoldUpOthersThere() throws IOException {
        int many = 150;
        ExecutorService senders = Executors.newFixedThreadPool(many);
        List<Socket> taken = new ArrayList<>();
        try (ServerSocket host = new ServerSocket(0, many, InetAddress.getLoopbackAddress());
                OutboundHttp http = local()) {
            host.setSoTimeout(3_000); // whoever waits for a connection gives up later
            for (int i = 0; i < many; i++) {
                senders.execute(() -> http.send(get("http://127.0.0.1:" + host.getLocalPort() + "/")));
            }
            for (int i = 0; i < many; i++) {
                taken.add(host.accept());
            }
            assertThat(taken).hasSize(many);
        } finally {
            for (Socket socket : taken) {
                socket.close();
            }
            senders.shutdownNow();
        }
    }

    @Test
    void aHeadThatDripsIsLeftInTime() throws IOException {
        try (Peer peer = dripping("HTTP/1.1 200 OK\r\n", "X-A: b\r\n");
                OutboundHttp http = local()) {
            assertThat(http.send(post(peer, SHORT))).isEqualTo(failed(Exchange.Reason.TIMED_OUT));
        }
    }

    @Test
    void aBodyThatDripsIsLeftInTime() throws IOException {
        try (Peer peer = dripping("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n", "x");
                OutboundHttp http = local()) {
            assertThat(http.send(post(peer, SHORT))).isEqualTo(failed(Exchange.Reason.TIMED_OUT));
        }
    }

    @Test
    void interimAnswersWithoutEndAreLeftInTime() throws IOException {
        try (Peer peer = dripping("", "HTTP/1.1 103 Early Hints\r\n\r\n");
                OutboundHttp http = local()) {
            assertThat(http.send(post(peer, SHORT))).isEqualTo(failed(Exchange.Reason.TIMED_OUT));
        }
    }

    @Test
    void aPeerThatDoesNotReadTheRequestIsLeftInTime() throws IOException {
        CountDownLatch never = new CountDownLatch(1);
        try (Peer peer = Peer.doing((connection, out) -> never.await());
                OutboundHttp http = local()) {
            OutboundRequest endless = new OutboundRequest("POST", peer.url(), Map.of(), "x".repeat(20_000_000), SHORT);
            assertThat(http.send(endless)).isEqualTo(failed(Exchange.Reason.TIMED_OUT));
        }
    }

    @Test
    void aPeerThatDoesNotAnswerTheHandshakeIsLeftInTime() throws IOException {
        CountDownLatch never = new CountDownLatch(1);
        try (Peer peer = Peer.doing((connection, out) -> never.await());
                OutboundHttp http = local()) {
            OutboundRequest request =
                    new OutboundRequest("GET", "https://127.0.0.1:" + peer.port() + "/", Map.of(), null, SHORT);
            assertThat(http.send(request)).isEqualTo(failed(Exchange.Reason.TIMED_OUT));
        }
    }

    @Test
    void ofALongBodyOnlyTheBeginningIsRead() throws IOException {
        try (Peer peer = Peer.doing((connection, out) -> {
                    out.write("HTTP/1.1 200 OK\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                    byte[] some = "y".repeat(8192).getBytes(StandardCharsets.US_ASCII);
                    while (true) {
                        out.write(some);
                    }
                });
                OutboundHttp http = OutboundHttp.builder(Reach.PUBLIC_AND_LOOPBACK)
                        .bodyLimit(1000)
                        .build()) {
            assertThat(http.send(post(peer, Duration.ofSeconds(10))))
                    .isInstanceOfSatisfying(Exchange.Answered.class, answered -> {
                        assertThat(answered.body()).hasSize(1000);
                        assertThat(answered.truncated()).isTrue();
                    });
        }
    }

    @Test
    void compressedBodiesAreNotBlownUp() throws IOException {
        try (Peer peer = Peer.answering(Peer.ok("Content-Encoding: gzip\r\n", "not gzip"));
                OutboundHttp http = local()) {
            assertThat(http.send(post(peer, Duration.ofSeconds(10))))
                    .isInstanceOfSatisfying(
                            Exchange.Answered.class,
                            answered -> assertThat(answered.body()).isEqualTo("not gzip"));
        }
    }

    @Test
    void anEndlessHeaderIsNoAnswer() throws IOException {
        try (Peer peer = Peer.answering("HTTP/1.1 200 OK\r\nX: " + "y".repeat(9000) + "\r\n\r\n");
                OutboundHttp http = local()) {
            assertThat(http.send(post(peer, Duration.ofSeconds(10)))).isEqualTo(failed(Exchange.Reason.BROKEN));
        }
    }

    @Test
    void manyHeadersAreNoAnswer() throws IOException {
        try (Peer peer = Peer.answering("HTTP/1.1 200 OK\r\n" + "X: y\r\n".repeat(101) + "\r\n");
                OutboundHttp http = local()) {
            assertThat(http.send(post(peer, Duration.ofSeconds(10)))).isEqualTo(failed(Exchange.Reason.BROKEN));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "SSH-2.0-OpenSSH_9.2\r\n", "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nabc"})
    void whatIsNoWholeAnswerIsNone(String text) throws IOException {
        try (Peer peer = Peer.answering(text);
                OutboundHttp http = local()) {
            assertThat(http.send(post(peer, Duration.ofSeconds(5)))).isEqualTo(failed(Exchange.Reason.BROKEN));
        }
    }

    @Test
    void aPortThatNobodyListensOnIsUnreachable() throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        try (OutboundHttp http = local()) {
            assertThat(http.send(get("http://127.0.0.1:" + port + "/"))).isEqualTo(failed(Exchange.Reason.UNREACHABLE));
        }
    }

    @Test
    void theNameGoesIntoTheHandshakeAndTheCertificateMustBeItsOwn() throws IOException, GeneralSecurityException {
        SSLContext tls = tls();
        List<String> names = new CopyOnWriteArrayList<>();
        SSLServerSocket socket = (SSLServerSocket)
                tls.getServerSocketFactory().createServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Peer.Act act = (connection, out) -> {
            ExtendedSSLSession session = (ExtendedSSLSession) ((SSLSocket) connection).getSession();
            names.add(session.getRequestedServerNames().toString());
            out.write(Peer.ok("", "safe").getBytes(StandardCharsets.US_ASCII));
        };
        try (Peer peer = Peer.on(socket, act);
                OutboundHttp trusting = toLoopback().tls(tls).build();
                OutboundHttp strange = toLoopback().build()) {
            String url = "https://hooks.acme.example:" + peer.port() + "/";
            assertThat(trusting.send(get(url))).isInstanceOf(Exchange.Answered.class);
            assertThat(names).hasSize(1).first().asString().contains("hooks.acme.example");
            assertThat(trusting.send(get("https://other.example:" + peer.port() + "/")))
                    .isEqualTo(failed(Exchange.Reason.INSECURE));
            assertThat(strange.send(get(url))).isEqualTo(failed(Exchange.Reason.INSECURE));
        }
    }

    private static OutboundHttp.Builder toLoopback() {
        return OutboundHttp.builder(Reach.PUBLIC_AND_LOOPBACK)
                .lookup(host -> new InetAddress[] {InetAddress.getLoopbackAddress()});
    }

    /** A context with the certificate of hooks.acme.example, which trusts it as well. */
    private static SSLContext tls() throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        char[] password = "changeit".toCharArray();
        try (InputStream in = OutboundHttpTest.class.getResourceAsStream("hooks.p12")) {
            store.load(in, password);
        }
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, password);
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("hooks", store.getCertificate("hooks"));
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
        return context;
    }

    private static OutboundHttp local() {
        return OutboundHttp.builder(Reach.PUBLIC_AND_LOOPBACK).build();
    }

    private static OutboundRequest get(String url) {
        return new OutboundRequest("GET", url, Map.of(), null, Duration.ofSeconds(10));
    }

    private static OutboundRequest post(Peer peer, Duration timeout) {
        return new OutboundRequest("POST", peer.url(), Map.of(), "{}", timeout);
    }

    private static Peer dripping(String first, String then) throws IOException {
        return Peer.doing((connection, out) -> {
            out.write(first.getBytes(StandardCharsets.US_ASCII));
            while (true) {
                out.write(then.getBytes(StandardCharsets.US_ASCII));
                out.flush();
                new CountDownLatch(1).await(20, TimeUnit.MILLISECONDS);
            }
        });
    }

    private static Exchange refused() {
        return new Exchange.Failed(Exchange.Reason.REFUSED, "the host has no public address");
    }

    private static Exchange.Failed failed(Exchange.Reason reason) {
        String message = switch (reason) {
            case REFUSED -> "the host has no public address";
            case UNRESOLVED -> "the host's name has no address";
            case UNREACHABLE -> "the connection was not taken, or broke";
            case INSECURE -> "the host showed no certificate that is good for it";
            case TIMED_OUT -> "the exchange was not over in time";
            case BROKEN -> "what came was no whole answer in HTTP";
        };
        return new Exchange.Failed(reason, message);
    }
}
