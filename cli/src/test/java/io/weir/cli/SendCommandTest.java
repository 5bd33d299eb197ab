package io.weir.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.weir.cli.input.SourcesFile;
import io.weir.json.Json;
import io.weir.local.LocalWeir;
import io.weir.local.files.Disk;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code weir send} to a door, to what is none, and to nobody. */
class SendCommandTest {
    @TempDir
    private Path folder;

    private Path data;

    @BeforeEach
    void makeSamples() throws Exception {
        data = folder.resolve("data");
        Disk.REAL.dataFolder(data, "weir.db");
        SourcesFile.read(null, data);
        Files.writeString(folder.resolve("body"), "{\"hello\":\"weir\"}");
    }

    private Captured send(String... options) {
        List<String> arguments = new ArrayList<>(List.of("send", "--data", data.toString()));
        arguments.addAll(Arrays.asList(options));
        arguments.add(folder.resolve("body").toString());
        return Captured.run(arguments.toArray(String[]::new));
    }

    private static void assertOneSentence(Captured captured, int exit, String sentence) {
        assertThat(captured.exit()).as(captured.toString()).isEqualTo(exit);
        assertThat(captured.err()).contains(sentence).doesNotContain("\tat ", "Exception");
        assertThat(captured.err().lines().filter(line -> line.startsWith("weir: ")))
                .hasSizeLessThanOrEqualTo(1);
    }

    static Stream<Arguments> unreachable() {
        return Stream.of(
                Arguments.of("http://no-such-host.invalid/x", "the host no-such-host.invalid has no address"),
                Arguments.of("http://127.0.0.1:1/x", "the connection was refused; is weir running there?"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("unreachable")
    void nobodyAnswers_is3(String url, String sentence) {
        assertOneSentence(send("--source", "github", "--to", url), 3, "no answer from " + url + ": " + sentence);
    }

    @Test
    void whatAnswersNoHttp_is3() throws Exception {
        try (ServerSocket odd = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread answering = Thread.startVirtualThread(() -> {
                try (var socket = odd.accept()) {
                    socket.getOutputStream().write("SSH-2.0-none\r\n".getBytes(UTF_8));
                } catch (IOException e) {
                    // The test is over.
                }
            });
            String url = "http://127.0.0.1:" + odd.getLocalPort() + "/x";
            assertOneSentence(send("--source", "github", "--to", url), 3, "no answer from " + url);
            answering.join();
        }
    }

    static Stream<Arguments> wrong() {
        return Stream.of(
                Arguments.of(List.of("--to", "http://127.0.0.1:1/"), "expected one of --scheme and --source"),
                Arguments.of(
                        List.of("--scheme", "github", "--source", "github"), "expected one of --scheme and --source"),
                Arguments.of(List.of("--scheme", "github"), "--to: expected"),
                Arguments.of(
                        List.of("--scheme", "nobody", "--to", "http://127.0.0.1:1/"),
                        "--scheme: expected sns, a preset that weir schemes lists"),
                Arguments.of(List.of("--scheme", "github", "--to", "http://127.0.0.1:1/"), "--secret-file: expected"),
                Arguments.of(List.of("--source", "nobody"), "no source nobody, only budgets, github"),
                Arguments.of(List.of("--source", "github", "--sources", "absent.json"), "absent.json: no such file"),
                Arguments.of(List.of("--source", "github", "--secret-file", "absent"), "absent: no such file"),
                Arguments.of(
                        List.of("--source", "github", "--to", "nonsense"), "--to nonsense: expected an absolute http"),
                Arguments.of(
                        List.of("--source", "github", "--to", "ftp://x/"), "--to ftp://x/: expected an absolute http"),
                Arguments.of(List.of("--source", "github", "--to", "http://x:99999/"), "expected an absolute http"),
                Arguments.of(List.of("--source", "github", "--header", "nonsense"), "--header: expected 'Name: value'"),
                Arguments.of(
                        List.of("--source", "github", "--to", "http://127.0.0.1:1/", "--header", "Host: x"),
                        "the header host cannot be sent"),
                Arguments.of(
                        List.of(
                                "--source",
                                "twilio",
                                "--to",
                                "http://127.0.0.1:1/",
                                "--header",
                                "content-type: text/plain"),
                        "it cannot be signed by twilio: signature: the URL's bodySHA256 is not the SHA-256 of the body"),
                Arguments.of(List.of("--source", "github", "--timeout", "0"), "--timeout: expected at least 1"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("wrong")
    void wrongUsageOrConfiguration_is2(List<String> options, String sentence) {
        assertOneSentence(send(options.toArray(String[]::new)), 2, sentence);
    }

    @Test
    void bodyThatIsMissingOrAFolder_is2() {
        for (Path body : List.of(folder.resolve("absent"), folder)) {
            assertOneSentence(
                    Captured.run("send", "--data", data.toString(), "--source", "github", body.toString()),
                    2,
                    body.equals(folder) ? "is a folder, expected a file" : "absent: no such file");
        }
    }

    static Stream<Arguments> answers() {
        return Stream.of(
                Arguments.of(400, "the door refused it: said"),
                Arguments.of(403, "this address is not one that the source allows"),
                Arguments.of(404, "the door has no source at http://127.0.0.1:"),
                Arguments.of(405, "takes no POST"),
                Arguments.of(408, "too slowly"),
                Arguments.of(413, "larger than the source takes (maxBytes)"),
                Arguments.of(500, "said 500, which is not an answer of a door"),
                Arguments.of(503, "send it again in 7 s"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("answers")
    void answerThatIsANo_is1WithItsMeaning(int status, String sentence) throws Exception {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            exchange.getRequestBody().readAllBytes();
            exchange.getResponseHeaders().add("Retry-After", "7");
            exchange.sendResponseHeaders(status, 4);
            try (OutputStream out = exchange.getResponseBody()) {
                out.write("said".getBytes(UTF_8));
            }
        });
        server.start();
        try {
            Captured captured = send(
                    "--source",
                    "github",
                    "--to",
                    "http://127.0.0.1:" + server.getAddress().getPort() + "/github");
            assertOneSentence(captured, 1, sentence);
            assertThat(captured.out()).isEqualTo(status + " said\n");
        } finally {
            server.stop(0);
        }
    }

    @Test
    void wait_withoutARunningWeir_is3AndNothingIsSent() {
        assertOneSentence(
                send("--source", "github", "--wait", "--to", "http://127.0.0.1:1/"),
                3,
                "--wait: no weir run with a console answers for the data folder " + data);
    }

    @Test
    void source_schemeSecretAndKindAreTaken_andTheIdIsPrinted() throws Exception {
        try (LocalWeir weir = LocalWeir.open(
                SourcesFile.read(null, data), data, "127.0.0.1", 0, new PrintStream(OutputStream.nullOutputStream()))) {
            weir.start();
            for (String source : List.of(
                    "github",
                    "stripe",
                    "twilio",
                    "acme",
                    "budgets",
                    "svix",
                    "gitlab",
                    "basic",
                    "adyen",
                    "discord",
                    "sendgrid",
                    "tokens")) {
                Captured captured = send("--source", source, "--to", "http://127.0.0.1:" + weir.port() + "/" + source);
                assertThat(captured.exit()).as(captured.toString()).isZero();
                assertThat(captured.out()).matches("200 [0-9A-Z]{26}\n");
                assertThat(captured.err()).isEmpty();
            }
            Captured nowhere = send("--source", "github", "--to", "http://127.0.0.1:" + weir.port() + "/absent");
            assertOneSentence(nowhere, 1, "the door has no source at");
        }
    }

    @Test
    void sourceWithATopicOfAwsAlone_is2() throws Exception {
        Path sources = Files.writeString(
                folder.resolve("aws.json"),
                Json.write(Map.of(
                        "t", Map.of("scheme", "sns", "topics", List.of("arn:aws:sns:us-east-1:123456789012:t")))));
        assertOneSentence(
                send("--source", "t", "--sources", sources.toString()),
                2,
                "the source t believes no topic of this machine");
    }

    @Test
    void madeUpKey_thatTheSourceDoesNotBelieve_isSaidWithWhatWouldBelieveIt() throws Exception {
        String nobody = "http://127.0.0.1:1/x";

        Captured discord = send("--scheme", "discord", "--to", nobody);
        Captured pubsub = send("--scheme", "{\"preset\":\"pubsub\",\"audience\":\"me\"}", "--to", nobody);

        assertThat(discord.err())
                .contains("signed by a made-up key: it is believed by a source with \"publicKey\": \"");
        assertThat(pubsub.err())
                .contains(
                        "the keys of pubsub are at https://www.googleapis.com/", "will be rejected", "pubsub-rsa.jwks");
    }
}
