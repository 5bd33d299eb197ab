package io.weir.cli.operate;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.weir.envelope.ReceivedRequest;
import io.weir.operations.OperationsException;
import io.weir.operations.State;
import io.weir.operations.kit.FakeSubject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** tail and listen. */
class FollowCommandsTest {
    private static final Instant AT = Instant.parse("2026-03-06T10:00:00Z");

    /** A request as the app got it. */
    private record Got(String method, Map<String, String> headers, byte[] body) {}

    private final Stage stage = new Stage();
    private final List<Got> got = new CopyOnWriteArrayList<>();
    private @Nullable CompletableFuture<Integer> exit;
    private @Nullable HttpServer app;
    private volatile int status = 204;

    @AfterEach
    void end() throws Exception {
        if (exit != null && !exit.isDone()) {
            stage.interrupt();
            exit.get(20, TimeUnit.SECONDS);
        }
        if (app != null) {
            app.stop(0);
        }
    }

    private void begin(String... command) {
        exit = CompletableFuture.supplyAsync(() -> stage.run(command));
        await().until(() -> stage.fake().watchers() == 1);
    }

    private int interrupted() throws Exception {
        stage.interrupt();
        return java.util.Objects.requireNonNull(exit).get(20, TimeUnit.SECONDS);
    }

    private int start(int port) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        server.createContext("/", this::answer);
        server.start();
        app = server;
        return server.getAddress().getPort();
    }

    private void answer(HttpExchange exchange) throws IOException {
        Map<String, String> headers = new TreeMap<>();
        exchange.getRequestHeaders()
                .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), String.join(",", values)));
        got.add(new Got(
                exchange.getRequestMethod(), headers, exchange.getRequestBody().readAllBytes()));
        if (status == 302) {
            exchange.getResponseHeaders().set("location", "/elsewhere");
        }
        exchange.sendResponseHeaders(status, -1);
        exchange.close();
    }

    private String url(int port) {
        return "http://127.0.0.1:" + port + "/hook";
    }

    @Test
    void tail_isAShortLineForEachEvent_untilItIsInterrupted() throws Exception {
        begin("tail");
        String id = stage.subject().bring(State.DEAD, "orders", "hello");
        await().until(() -> stage.lines().size() == 2);
        assertThat(stage.lines())
                .containsExactly(
                        "2026-03-06T10:00:00Z\t" + id + "\torders\treceived\t\t",
                        "2026-03-06T10:00:01Z\t" + id + "\torders\tdead\taction-http\t52");
        assertThat(interrupted()).isEqualTo(130);
        assertThat(stage.err()).contains("weir: ended after 2 lines");
    }

    @Test
    void tail_onATerminal_isInColumns_andOfTheSourceAlone() {
        stage.onTerminal().environment("NO_COLOR", "1");
        begin("tail", "--source", "orders");
        stage.subject().bring(State.DONE, "billing", "hello");
        String id = stage.subject().bring(State.DONE, "orders", "hello");
        await().until(() -> stage.lines().size() == 2);
        assertThat(stage.lines().getLast())
                .isEqualTo(
                        "10:01:01  " + id.substring(0, 10) + "  orders        done        performed             52 ms");
    }

    @Test
    void tail_asJson_isOneObjectALine() {
        begin("tail", "--json");
        stage.subject().bring(State.REJECTED, "orders", "hello");
        await().until(() -> stage.lines().size() == 2);
        assertThat(stage.json().getFirst()).containsEntry("attempt", null).containsKey("cursor");
        assertThat((Map<?, ?>) stage.json().getLast().get("attempt"))
                .extracting("outcome", "reason")
                .containsExactly("Rejected", "signature");
    }

    @Test
    void tail_ofAStranger_movesNothing() {
        begin("tail");
        stage.fake().receive(request("orders\u001b[2J", Map.of(), new byte[0]));
        await().until(() -> stage.lines().size() == 1);
        assertThat(stage.out()).contains("orders\\u001b[2J").doesNotContain("\u001b");
    }

    @Test
    void tail_whoseConnectionIsLost_reconnects_andMissesNothing() {
        begin("tail");
        String first = stage.subject().bring(State.WAITING, "orders", "hello");
        await().until(() -> stage.lines().size() == 1);
        stage.closeDoor(new OperationsException("no weir runs"));
        stage.fake().trouble(new IOException("connection reset"));
        await().until(() -> stage.pauses().size() >= 3);
        String missed = stage.subject().bring(State.WAITING, "orders", "hello");
        stage.fake().trouble(null);
        stage.closeDoor(null);
        await().until(() -> stage.lines().size() == 2);
        assertThat(stage.lines().getFirst()).contains(first);
        assertThat(stage.lines().getLast()).contains(missed);
        assertThat(stage.err()).contains("the connection is lost: connection reset", "connected again");
        assertThat(stage.pauses())
                .isSortedAccordingTo((a, b) -> a.compareTo(b))
                .allMatch(pause -> pause.toSeconds() <= 15);
    }

    /** Whoever held the folder open would keep the next weir from starting. */
    @Test
    void tailAndListen_neverOpenTheFolder_evenWhenTheWeirIsGone() throws Exception {
        begin("tail");
        stage.noneRuns();
        stage.fake().trouble(new IOException("closed"));
        await().until(() -> stage.pauses().size() >= 3);
        stage.fake().trouble(null);
        assertThat(interrupted()).isEqualTo(130);
        assertThat(stage.err())
                .contains("the connection is lost: closed")
                .doesNotContain("opened the folder", "connected again");
        for (String[] command :
                new String[][] {{"tail"}, {"listen", "--source", "orders", "--to", "http://localhost:1"}}) {
            assertThat(stage.run(command)).isEqualTo(3);
            assertThat(stage.err()).isEqualTo("weir: no weir runs on .weir\n");
        }
    }

    private static ReceivedRequest request(String source, Map<String, String> headers, byte[] body) {
        return new ReceivedRequest(source, AT, "POST", "https://in.example/orders", headers, body);
    }

    @Test
    void listen_forwardsTheVeryBytesAndHeaders_once() throws Exception {
        begin("listen", "--source", "orders", "--to", url(start(0)));
        byte[] body = {0, 1, (byte) 0xff, '\r', '\n', '"'};
        String id = stage.fake()
                .receive(request(
                        "orders",
                        Map.of(
                                "x-hub-signature-256", "sha256=00ff",
                                "content-type", "application/json; charset=utf-8",
                                "host", "in.example",
                                "connection", "keep-alive, x-hop",
                                "x-hop", "1",
                                "transfer-encoding", "chunked",
                                "content-length", "6",
                                "weir-id", "a stranger's"),
                        body));
        stage.fake().settle(id, State.RETRYING, FakeSubject.attempt(State.RETRYING, AT), "evt", "order.paid");
        stage.fake().settle(id, State.DONE, FakeSubject.attempt(State.DONE, AT), "evt", "order.paid");
        String last = stage.subject().bring(State.DONE, "orders", "last");
        await().until(() -> stage.lines().size() == 2);
        assertThat(got).hasSize(2);
        assertThat(got.getFirst().method()).isEqualTo("POST");
        assertThat(got.getFirst().body()).isEqualTo(body);
        assertThat(got.getFirst().headers())
                .containsEntry("x-hub-signature-256", "sha256=00ff")
                .containsEntry("content-type", "application/json; charset=utf-8")
                .containsEntry("weir-id", id)
                .containsEntry("content-length", "6")
                .doesNotContainKeys("x-hop", "transfer-encoding")
                .satisfies(headers -> assertThat(headers.get("host")).startsWith("127.0.0.1"));
        assertThat(stage.lines().getFirst()).matches("2026-03-06T12:00:00Z\t" + id + "\t204\t\\d+\torder.paid");
        assertThat(stage.lines().getLast()).contains(last);
        assertThat(interrupted()).isEqualTo(130);
        assertThat(stage.err()).contains("ended: 2 forwarded, 0 failed");
    }

    @Test
    void listen_neverForwardsWhatIsNotProven_norAnotherSources() throws Exception {
        begin("listen", "--source", "orders", "--to", url(start(0)));
        stage.subject().bring(State.WAITING, "orders", "x");
        stage.subject().bring(State.REJECTED, "orders", "x");
        stage.subject().bring(State.UNPROVEN, "orders", "x");
        stage.subject().bring(State.DUPLICATE, "orders", "x");
        stage.subject().bring(State.DONE, "billing", "x");
        String good = stage.subject().bring(State.DEAD, "orders", "x");
        await().until(() -> stage.lines().size() == 1);
        assertThat(got)
                .singleElement()
                .satisfies(one -> assertThat(one.headers()).containsEntry("weir-id", good));
    }

    @Test
    void listen_forwardsWhatWasProvenByALaterAttempt_andNotWhatWasTriedBefore() throws Exception {
        String old = stage.subject().bring(State.RETRYING, "orders", "old");
        begin("listen", "--source", "orders", "--to", url(start(0)));
        stage.fake().settle(old, State.DONE, FakeSubject.attempt(State.DONE, AT), "evt-old", "order.paid");
        String late = stage.fake().receive(request("orders", Map.of(), "late".getBytes(UTF_8)));
        stage.fake().settle(late, State.RETRYING, FakeSubject.attempt(State.RETRYING, AT), null, null);
        stage.fake().settle(late, State.DONE, FakeSubject.attempt(State.DONE, AT), "evt-late", "order.paid");
        await().until(() -> stage.lines().size() == 1);
        assertThat(got)
                .singleElement()
                .satisfies(one -> assertThat(one.headers()).containsEntry("weir-id", late));
    }

    @Test
    void listen_tellsTheAnswer_andFollowsNoRedirect() throws Exception {
        begin("listen", "--source", "orders", "--to", url(start(0)), "--json");
        status = 302;
        stage.subject().bring(State.DONE, "orders", "x");
        await().until(() -> stage.lines().size() == 1);
        assertThat(got).hasSize(1);
        assertThat(stage.json().getFirst())
                .containsEntry("status", java.math.BigDecimal.valueOf(302))
                .containsKeys("at", "id", "durationMs");
        assertThat(interrupted()).isEqualTo(130);
        assertThat(stage.err()).contains("ended: 0 forwarded, 1 failed");
    }

    @Test
    void listen_withAnAppThatIsDown_triesAFewTimes_thenGoesOn() throws Exception {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        begin("listen", "--source", "orders", "--to", url(port));
        String lost = stage.subject().bring(State.DONE, "orders", "x");
        await().until(() -> stage.lines().size() == 1);
        assertThat(stage.lines().getFirst()).contains(lost, "unreachable");
        assertThat(stage.pauses()).hasSize(3);
        assertThat(stage.err()).contains("http://127.0.0.1:" + port + " cannot be reached; trying again");
        start(port);
        stage.subject().bring(State.DONE, "orders", "x");
        await().until(() -> stage.lines().size() == 2);
        assertThat(got).hasSize(1);
    }

    @Test
    void listen_whoseConnectionIsLost_catchesUp() throws Exception {
        begin("listen", "--source", "orders", "--to", url(start(0)));
        stage.subject().bring(State.DONE, "orders", "x");
        await().until(() -> stage.lines().size() == 1);
        stage.fake().trouble(new IOException("connection reset"));
        await().until(() -> !stage.pauses().isEmpty());
        stage.subject().bring(State.DONE, "orders", "x");
        stage.subject().bring(State.DONE, "orders", "x");
        stage.fake().trouble(null);
        await().until(() -> stage.lines().size() == 3);
        assertThat(got)
                .extracting(one -> one.headers().get("weir-id"))
                .doesNotHaveDuplicates()
                .hasSize(3);
    }

    @Test
    void listen_toABodyThatIsGone_saysSo_andGoesOn() throws Exception {
        begin("listen", "--source", "orders", "--to", url(start(0)));
        String gone = stage.fake().receive(request("orders", Map.of(), new byte[0]));
        stage.fake().forgetBody(gone);
        stage.fake().settle(gone, State.DONE, FakeSubject.attempt(State.DONE, AT), "evt", null);
        stage.subject().bring(State.DONE, "orders", "x");
        await().until(() -> stage.lines().size() == 1);
        assertThat(stage.err()).contains(gone + " is left out: its body is kept nowhere");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ftp://localhost/",
                "localhost:3000",
                "file:///etc/passwd",
                "http://",
                "http:///x",
                "http://u:p@h/",
                "::",
                ""
            })
    void listen_toWhatIsNoUrl_is2(String url) {
        assertThat(stage.run("listen", "--source", "orders", "--to", url)).isEqualTo(2);
        assertThat(stage.err()).contains("--to: expected a URL");
        assertThat(stage.run("listen", "--to", "http://localhost:1")).isEqualTo(2);
    }
}
