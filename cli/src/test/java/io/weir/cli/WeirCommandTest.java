package io.weir.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.action.SnsMessage;
import io.weir.envelope.scheme.Presets;
import io.weir.json.Json;
import io.weir.json.JsonException;
import io.weir.local.topic.LocalTopic;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WeirCommandTest {
    @TempDir
    private Path folder;

    private final PrintStream realOut = System.out;
    private final PrintStream realErr = System.err;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @BeforeEach
    void capture() {
        System.setOut(new PrintStream(out, true, UTF_8));
        System.setErr(new PrintStream(err, true, UTF_8));
    }

    @AfterEach
    void restore() {
        System.setOut(realOut);
        System.setErr(realErr);
    }

    private List<? extends Map<String, ?>> lines() {
        return out.toString(UTF_8)
                .lines()
                .map(line -> {
                    try {
                        return Json.readObject(line);
                    } catch (JsonException e) {
                        throw new IllegalStateException(line, e);
                    }
                })
                .toList();
    }

    private Path message(String name, Instant at) throws Exception {
        LocalTopic topic = LocalTopic.open(folder.resolve("topic"));
        String json =
                topic.message(SnsMessage.Type.NOTIFICATION, "2", LocalTopic.arn("t"), "m-1", "subject", "text", at);
        Path certs = Files.createDirectories(folder.resolve("certs"));
        String url = (String) Json.readObject(json).get("SigningCertURL");
        Files.copy(
                folder.resolve("topic/certificate.pem"),
                certs.resolve(url.substring(url.lastIndexOf('/') + 1)),
                StandardCopyOption.REPLACE_EXISTING);
        return Files.writeString(folder.resolve(name), json);
    }

    private String certs() {
        return folder.resolve("certs").toString();
    }

    @Test
    void verify_genuineMessage_is0AndSaysThatAnyTopicPassed() throws Exception {
        Path file = message("m.json", Instant.now());
        assertThat(WeirCommand.run("verify", "--certs", certs(), file.toString()))
                .isZero();
        assertThat(out.toString(UTF_8).strip())
                .isEqualTo("{\"file\":\"" + file
                        + "\",\"verdict\":\"genuine\",\"reason\":null,\"topic\":\"any (no --topic given)\"}");
    }

    @Test
    void verify_oneOfSeveralTampered_is1WithALineEach() throws Exception {
        Path good = message("good.json", Instant.now());
        Path bad = Files.writeString(
                folder.resolve("bad.json"), Files.readString(good).replace("text", "tampered"));
        assertThat(WeirCommand.run("verify", "--certs", certs(), bad.toString(), good.toString()))
                .isEqualTo(1);
        assertThat(lines()).extracting(line -> (Object) line.get("verdict")).containsExactly("rejected", "genuine");
        assertThat(lines().getFirst().get("reason")).isEqualTo("signature");
    }

    @Test
    void verify_certificateNotInTheFolder_is3AndNothingIsFetched() throws Exception {
        Path file = message("m.json", Instant.now());
        Path empty = Files.createDirectory(folder.resolve("empty"));
        assertThat(WeirCommand.run("verify", "--certs", empty.toString(), file.toString()))
                .isEqualTo(3);
        assertThat(lines().getFirst().get("verdict")).isEqualTo("undecided");
        assertThat(lines().getFirst().get("reason")).isEqualTo("certificate");
    }

    @Test
    void verify_manyCertificatesInTheFolder_areReadWithoutTheLimitOfFetches() throws Exception {
        List<String> arguments = new ArrayList<>(List.of("verify", "--certs", certs()));
        String file = Files.readString(message("m.json", Instant.now()));
        String name = file.replaceFirst("(?s).*(SimpleNotificationService-[0-9a-f]{32}\\.pem).*", "$1");
        for (int i = 0; i < 40; i++) {
            String other = "SimpleNotificationService-" + "%032x".formatted(i) + ".pem";
            Files.copy(
                    folder.resolve("certs").resolve(name),
                    folder.resolve("certs").resolve(other));
            arguments.add(Files.writeString(folder.resolve(i + ".json"), file.replace(name, other))
                    .toString());
        }
        assertThat(WeirCommand.run(arguments.toArray(String[]::new))).isZero();
        assertThat(lines())
                .hasSize(40)
                .allSatisfy(line -> assertThat((Object) line.get("verdict")).isEqualTo("genuine"));
    }

    @Test
    void verify_rejectedAndUndecided_is1() throws Exception {
        Path undecided = message("m.json", Instant.now());
        Path rejected = Files.writeString(folder.resolve("r.json"), "{\"Type\":1}");
        Path empty = Files.createDirectory(folder.resolve("empty"));
        assertThat(WeirCommand.run("verify", "--certs", empty.toString(), rejected.toString(), undecided.toString()))
                .isEqualTo(1);
        assertThat(WeirCommand.run("verify", "--certs", empty.toString(), undecided.toString(), rejected.toString()))
                .isEqualTo(1);
    }

    @Test
    void verify_oldMessage_isStaleNowAndGenuineAtItsTime() throws Exception {
        Instant then = Instant.now().minusSeconds(80_000 * 2);
        Path file = message("m.json", then);
        // The topic's certificate is valid from a day before it was made: use a time within.
        Path recent = message("recent.json", Instant.now().minusSeconds(3600));
        assertThat(WeirCommand.run("verify", "--certs", certs(), file.toString()))
                .isEqualTo(1);
        assertThat(lines().getLast().get("reason")).isEqualTo("stale");
        assertThat(WeirCommand.run("verify", "--received-at", "message", "--certs", certs(), recent.toString()))
                .isZero();
        assertThat(WeirCommand.run(
                        "verify", "--received-at", Instant.now().toString(), "--certs", certs(), recent.toString()))
                .isZero();
    }

    @Test
    void verify_topicNotListed_isRejected() throws Exception {
        Path file = message("m.json", Instant.now());
        String other = "arn:aws:sns:us-east-1:123456789012:other";
        assertThat(WeirCommand.run("verify", "--certs", certs(), "--topic", other, file.toString()))
                .isEqualTo(1);
        assertThat(lines().getFirst().get("reason")).isEqualTo("topic");
        assertThat(WeirCommand.run(
                        "verify",
                        "--certs",
                        certs(),
                        "--topic",
                        other,
                        "--topic",
                        LocalTopic.arn("t"),
                        file.toString()))
                .isZero();
        assertThat(lines().getLast().containsKey("topic")).isFalse();
    }

    @Test
    void verify_webhook_isGenuineOrNot() throws Exception {
        Path secret = Files.writeString(folder.resolve("secret"), "It's a Secret to Everybody\n");
        Path body = Files.writeString(folder.resolve("body"), "Hello, World!");
        Path headers = Files.writeString(
                folder.resolve("headers"),
                "X-Hub-Signature-256: sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17\n\n");
        String[] arguments = {
            "verify",
            "--scheme",
            "github",
            "--secret-file",
            secret.toString(),
            "--headers",
            headers.toString(),
            body.toString()
        };
        assertThat(WeirCommand.run(arguments)).isZero();
        Files.writeString(body, "Hello, World?");
        assertThat(WeirCommand.run(arguments)).isEqualTo(1);
        Files.delete(secret);
        assertThat(WeirCommand.run(arguments)).isEqualTo(3);
    }

    @Test
    void anyCommand_wrongUsage_is2WithOneClearLine() throws Exception {
        Path file = message("m.json", Instant.now());
        String[][] wrong = {
            {"verify"},
            {"verify", "--received-at", "yesterday", file.toString()},
            {"verify", "--scheme", "github", file.toString()},
            {"verify", "--certs", folder.resolve("none").toString(), file.toString()},
            {"verify", folder.resolve("none").toString()},
            {"send", "--scheme", "github", "--to", "http://127.0.0.1:1/", file.toString()},
            {"send", "--scheme", "nobody", "--to", "http://127.0.0.1:1/", file.toString()},
            {
                "run",
                "--sources",
                folder.resolve("none").toString(),
                "--data",
                folder.resolve("d").toString()
            },
            {"nothing"}
        };
        for (String[] arguments : wrong) {
            err.reset();
            assertThat(WeirCommand.run(arguments))
                    .as(String.join(" ", arguments))
                    .isEqualTo(2);
            assertThat(err.toString(UTF_8)).isNotBlank().doesNotContain("\tat ");
        }
    }

    @Test
    void run_wrongSources_namesTheFileThePathAndWhatWasExpected() throws Exception {
        Path sources = Files.writeString(folder.resolve("sources.json"), "{\"a\":{\"scheme\":\"sns\"}}");
        assertThat(WeirCommand.run(
                        "run",
                        "--sources",
                        sources.toString(),
                        "--data",
                        folder.resolve("d").toString()))
                .isEqualTo(2);
        assertThat(err.toString(UTF_8).strip())
                .isEqualTo("weir: " + sources
                        + " /a/topics: expected at least one TopicArn (or accounts): anyone can make a topic");
    }

    @Test
    void run_portTaken_is2AndSaysSo() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThat(WeirCommand.run(
                            "tour",
                            "--once",
                            "--port",
                            Integer.toString(taken.getLocalPort()),
                            "--data",
                            folder.resolve("d").toString()))
                    .isEqualTo(2);
            assertThat(err.toString(UTF_8)).contains("port " + taken.getLocalPort() + " on 127.0.0.1 is taken");
        }
    }

    @Test
    void tour_once_everyRequestEndsAsItShouldAndTheFolderIsRemoved() throws Exception {
        Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
        assertThat(WeirCommand.run("tour", "--once")).isZero();
        assertThat(out.toString(UTF_8)).contains("26 of 26 requests ended as they should");
        try (Stream<Path> left = Files.list(temporary)) {
            assertThat(left.filter(path -> path.getFileName().toString().startsWith("weir-tour")))
                    .isEmpty();
        }
    }

    @Test
    void schemes_json_printsTheSchemeOfEachPreset() {
        assertThat(WeirCommand.run("schemes", "--json")).isZero();
        assertThat(lines()).hasSameSizeAs(Presets.names());
        assertThat(out.toString(UTF_8)).contains("{\"github\":{\"header\":\"x-hub-signature-256\"");
    }

    @Test
    void version_isTheOneOfTheBuild() {
        assertThat(WeirCommand.run("--version")).isZero();
        assertThat(out.toString(UTF_8)).matches("weir [0-9]+\\.[0-9]+\\.[0-9]+.*\\s*");
    }
}
