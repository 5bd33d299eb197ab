package io.weir.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import io.weir.json.Json;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code weir conformance} against receivers that are wrong in one way each: the tool must notice every one. */
class ConformanceCommandTest {
    private static final String SIGNATURE = "x-hub-signature-256";

    @TempDir
    private Path folder;

    private Path secret;
    private Path effects;

    @BeforeEach
    void makeFiles() throws Exception {
        secret = Files.writeString(folder.resolve("secret"), "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
        effects = Files.createDirectory(folder.resolve("effects"));
    }

    private Captured run(String scheme, String to, String observe, String... options) {
        List<String> arguments = new ArrayList<>(List.of(
                "conformance",
                "--scheme",
                scheme,
                "--to",
                to,
                "--observe",
                observe,
                "--secret-file",
                secret.toString()));
        List<String> given = Arrays.asList(options);
        arguments.addAll(given);
        arguments.addAll(given.contains("--rate") ? List.of() : List.of("--rate", "10000"));
        arguments.addAll(given.contains("--wait") ? List.of() : List.of("--wait", "PT5S"));
        return Captured.run(arguments.toArray(String[]::new));
    }

    private static List<Map<?, ?>> cases(Captured captured) throws Exception {
        List<Map<?, ?>> cases = new ArrayList<>();
        assertThat(captured.out()).as(captured.toString()).startsWith("{");
        ((List<?>) Json.readObject(captured.out()).get("cases")).forEach(each -> cases.add((Map<?, ?>) each));
        assertThat(cases).hasSizeGreaterThan(30);
        return cases;
    }

    private static List<Object> ids(List<Map<?, ?>> cases, String expect, @Nullable Boolean ok) {
        List<Object> ids = new ArrayList<>();
        for (Map<?, ?> each : cases) {
            if (expect.equals(each.get("expect")) && Objects.equals(ok, each.get("ok"))) {
                ids.add(each.get("id"));
            }
        }
        return ids;
    }

    @ParameterizedTest
    @ValueSource(strings = {"github", "stripe", "standard-webhooks", "twilio", "gitlab"})
    void aReceiverThatSaysYesToAll_failsEveryCaseOfAForgery(String scheme) throws Exception {
        try (TestReceiver gullible =
                new TestReceiver(effects, (receiver, exchange) -> TestReceiver.answer(exchange, 200))) {
            Captured captured = run(scheme, gullible.url(), "status", "--json");
            assertThat(captured.exit()).isEqualTo(1);
            assertThat(ids(cases(captured), "reject", true)).isEmpty();
            assertThat(ids(cases(captured), "reject", false)).hasSizeGreaterThan(7);
            assertThat(ids(cases(captured), "reject", null)).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"github", "slack", "twilio"})
    void aReceiverThatSaysNoToAll_failsEveryGenuineCase(String scheme) throws Exception {
        try (TestReceiver wary =
                new TestReceiver(effects, (receiver, exchange) -> TestReceiver.answer(exchange, 401))) {
            Captured captured = run(scheme, wary.url(), "status", "--json");
            assertThat(captured.exit()).isEqualTo(1);
            assertThat(ids(cases(captured), "accept", true)).isEmpty();
            assertThat(ids(cases(captured), "accept", false)).hasSizeGreaterThan(10);
        }
    }

    @Test
    void aReceiverThatFails_isNeverAsExpected_whereItMatters() throws Exception {
        try (TestReceiver ill = new TestReceiver(effects, (receiver, exchange) -> TestReceiver.answer(exchange, 500))) {
            List<Map<?, ?>> cases = cases(run("github", ill.url(), "status", "--json"));
            assertThat(ids(cases, "accept", true)).isEmpty();
            assertThat(ids(cases, "reject", true)).isEmpty();
            assertThat(ids(cases, "either", false)).isEmpty();
        }
    }

    private static void actOnAll(TestReceiver receiver, HttpExchange exchange) throws IOException {
        receiver.act(exchange.getRequestHeaders(), TestReceiver.body(exchange));
        TestReceiver.answer(exchange, 200);
    }

    @Test
    void aReceiverThatActsOnAll_failsEveryCaseOfAForgery_andEachRepetition() throws Exception {
        try (TestReceiver gullible = new TestReceiver(effects, ConformanceCommandTest::actOnAll)) {
            Captured captured = run("github", gullible.url(), effects.toString(), "--json");
            assertThat(captured.exit()).isEqualTo(1);
            List<Map<?, ?>> cases = cases(captured);
            assertThat(ids(cases, "reject", true)).isEmpty();
            assertThat(ids(cases, "accept", false))
                    .contains("genuine-twice", "genuine-five-times", "github-redelivery")
                    .doesNotContain("genuine", "chunked");
        }
    }

    @Test
    void aReceiverThatActsOnNothing_cannotBeJudged() throws Exception {
        try (TestReceiver deaf =
                new TestReceiver(effects, (receiver, exchange) -> TestReceiver.answer(exchange, 200))) {
            Captured captured = run("github", deaf.url(), effects.toString(), "--wait", "PT0.2S", "--only", "genuine");
            assertThat(captured.exit()).isEqualTo(3);
            assertThat(captured.err()).contains("no effect of a genuine event within 0.2 s (answered 200)");
            assertThat(captured.out()).isEmpty();
        }
    }

    @Test
    void aForgeryThatActsLate_failsItsCase() throws Exception {
        AtomicInteger genuine = new AtomicInteger();
        AtomicReference<@Nullable Headers> held = new AtomicReference<>();
        try (TestReceiver slow = new TestReceiver(effects, (receiver, exchange) -> {
            Headers headers = exchange.getRequestHeaders();
            byte[] body = TestReceiver.body(exchange);
            if (!headers.containsKey(SIGNATURE)) {
                held.set(headers);
            } else {
                if (genuine.incrementAndGet() == 3 && held.get() != null) {
                    receiver.act(held.get(), body);
                }
                receiver.act(headers, body);
            }
            TestReceiver.answer(exchange, 200);
        })) {
            Captured captured = run("github", slow.url(), effects.toString(), "--only", "signature-missing");
            assertThat(captured.exit()).as(captured.toString()).isEqualTo(1);
            assertThat(captured.out()).contains("signature-missing\treject\taccept\t200\tFAIL\t1 effects, expected 0");
        }
    }

    @Test
    void nobodyThere_is3() throws Exception {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        Captured captured = run("github", "http://127.0.0.1:" + port + "/", "status");
        assertThat(captured.exit()).isEqualTo(3);
        assertThat(captured.err()).contains("weir: no connection to http://127.0.0.1:" + port + "/: ");
    }

    @Test
    void whoTakesConnectionsAndAnswersNothing_is3() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            Thread taking = Thread.startVirtualThread(() -> {
                try (Socket taken = silent.accept()) {
                    taken.getInputStream().readNBytes(4);
                } catch (IOException e) {
                    // The test is over.
                }
            });
            Captured captured = run("github", "http://127.0.0.1:" + silent.getLocalPort() + "/", "status");
            assertThat(captured.exit()).isEqualTo(3);
            assertThat(captured.err()).contains("a genuine event got no answer: ");
            taking.join();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://192.0.2.1/hook", "https://[2001:db8::1]/hook", "http://0.0.0.0:1/hook"})
    void aReceiverOfSomebodyElse_isRefusedBeforeAnythingIsSent(String url) {
        Captured captured = run("github", url, "status");
        assertThat(captured.exit()).isEqualTo(2);
        assertThat(captured.err()).contains("is no address of this machine").contains("--i-own-this-receiver");
    }

    @Test
    void aReceiverThatOneOwns_isTried() {
        Captured captured = run("github", "http://no-such-host.invalid/hook", "status", "--i-own-this-receiver");
        assertThat(captured.exit()).isEqualTo(2);
        assertThat(captured.err()).contains("the host no-such-host.invalid has no address");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ftp://127.0.0.1/", "127.0.0.1:80", "http://a:b@127.0.0.1/", "http://127.0.0.1/#x", "x y"})
    void whatIsNoUrlToPostTo_isUsage(String url) {
        assertThat(run("github", url, "status").exit()).isEqualTo(2);
    }

    private static void assertUsage(String sentence, String... arguments) {
        Captured captured = Captured.run(arguments);
        assertThat(captured.exit()).as(captured.toString()).isEqualTo(2);
        assertThat(captured.err()).contains(sentence);
    }

    @Test
    void wrongUsage_saysWhatIsExpected() {
        String to = "http://127.0.0.1:1/";
        String given = secret.toString();
        assertUsage("--to: expected", "conformance", "--scheme", "github");
        assertUsage("--observe: expected", "conformance", "--scheme", "github", "--to", to);
        assertUsage("--secret-file: expected", "conformance", "--scheme", "github", "--to", to, "--observe", "status");
        assertUsage("no such case", "conformance", "--scheme", "github", "--list", "--only", "stripe-v0-alone");
        assertUsage("one of --json and --markdown", "conformance", "--scheme", "github", "--json", "--markdown");
        assertUsage(
                "it has no shared secret",
                "conformance",
                "--scheme",
                "discord",
                "--to",
                to,
                "--observe",
                "status",
                "--secret-file",
                given);
        assertUsage(
                "expected status, sink=HOST:PORT or a folder",
                "conformance",
                "--scheme",
                "github",
                "--to",
                to,
                "--observe",
                "nowhere",
                "--secret-file",
                given);
        assertUsage(
                "expected sink=HOST:PORT",
                "conformance",
                "--scheme",
                "github",
                "--to",
                to,
                "--observe",
                "sink=9000",
                "--secret-file",
                given);
        assertThat(run("github", to, "status", "--rate", "0").err()).contains("--rate: expected 1 to 10000");
        assertThat(run("github", to, "status", "--wait", "PT0.0001S").err()).contains("--wait a positive duration");
        assertThat(run("github", to, "status", "--wait", "P100D").err()).contains("--wait a positive duration");
    }

    @Test
    void list_namesTheCasesOfTheScheme() throws Exception {
        Captured captured = Captured.run("conformance", "--scheme", "stripe", "--list");
        assertThat(captured.exit()).isZero();
        assertThat(captured.out())
                .contains("genuine\tany\taccept\tA genuine event\n", "stripe-v0-alone\tstripe\treject\t")
                .doesNotContain("github", "id-changed");
        Captured json = Captured.run("conformance", "--scheme", "stripe", "--list", "--json", "--only", "genuine");
        assertThat((List<?>) Json.read(json.out())).hasSize(1);
    }

    @Test
    void markdown_isATable_andTextEndsWithASum() throws Exception {
        try (TestReceiver wary =
                new TestReceiver(effects, (receiver, exchange) -> TestReceiver.answer(exchange, 401))) {
            String[] two = {"--only", "signature-missing", "--only", "genuine"};
            Captured text = run("github", wary.url(), "status", two);
            assertThat(text.out())
                    .contains(
                            "genuine\taccept\treject\t401\tFAIL\tanswered 401",
                            "signature-missing\treject\treject\t401\tok\t");
            assertThat(text.err())
                    .contains("weir: 1 of 2 cases are as expected, 1 are not, 0 could not be judged; 3 requests");
            Captured page = run("github", wary.url(), "status", "--markdown", two[0], two[1], two[2], two[3]);
            assertThat(page.out())
                    .contains("| `genuine` | A genuine event | accept | reject | FAIL: answered 401 |\n")
                    .doesNotContain("\r");
        }
    }
}
