package io.weir.local;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.weir.config.ConfigValue;
import io.weir.envelope.ReceivedRequest;
import io.weir.envelope.scheme.Presets;
import io.weir.envelope.scheme.SignatureScheme;
import io.weir.envelope.source.PublicUrl;
import io.weir.envelope.source.Sources;
import io.weir.json.Json;
import io.weir.local.files.FolderSweep;
import io.weir.local.store.Opened;
import io.weir.verify.signature.RequestSigner;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What one machine needs besides its requests: its disk looked after, and its own address known. */
class LocalUpkeepTest extends LocalWeirFixture {
    @Test
    void sweep_inboxObjects_keepsThoseThatAnyQueuePointsToOrWaitsFor(@TempDir Path other) throws Exception {
        List<FolderSweep.Limit> everything =
                List.of(new FolderSweep.Limit("inbox/", Duration.ZERO, Duration.ofNanos(1), 0));
        try (Opened opened = new Opened()) {
            DataFolder folder = DataFolder.open(other, Clock.systemUTC(), line -> {}, opened);
            LocalQueues queues = folder.queues();
            for (String url : List.of(queues.dlqUrl(), queues.unprovenUrl())) {
                folder.inbox().put(key(url), new byte[1], Duration.ofSeconds(9));
                String pointer = queues.sqs()
                        .receiveMessage(request -> request.queueUrl(queues.url()))
                        .messages()
                        .getFirst()
                        .body();
                queues.sqs().sendMessage(request -> request.queueUrl(url).messageBody(pointer));
                queues.sqs().purgeQueue(request -> request.queueUrl(queues.url()));
            }
            folder.inbox().put("inbox/waiting", new byte[1], Duration.ofSeconds(9));
            folder.bucket().put("inbox/forgotten", new byte[1], "x", Map.of());

            folder.sweep(everything, Clock.offset(Clock.systemUTC(), Duration.ofHours(1)))
                    .sweep();

            assertThat(folder.bucket().get("inbox/waiting")).isNotNull();
            assertThat(folder.bucket().get(key(queues.dlqUrl()))).isNotNull();
            assertThat(folder.bucket().get(key(queues.unprovenUrl()))).isNotNull();
            assertThat(folder.bucket().get("inbox/forgotten")).isNull();
        }
    }

    private static String key(String queueUrl) {
        return "inbox/2026/03/04/" + queueUrl.substring(queueUrl.lastIndexOf('/') + 1);
    }

    @Test
    void post_signedForTheUrlThatTheStartWasGiven_isGenuine(@TempDir Path other) throws Exception {
        Path secret = Files.writeString(other.resolve("secret"), "s3cr3t");
        Sources twilio = Sources.parse(
                "test", Json.write(Map.of("twilio", Map.of("scheme", "twilio", "secret", "file:" + secret))));
        PublicUrl base = PublicUrl.parse(new ConfigValue("--url", "https://hooks.example.com/in"));
        byte[] form = "Body=hello&MessageSid=SM1".getBytes(UTF_8);
        Map<String, String> given = Map.of("content-type", "application/x-www-form-urlencoded");
        Map<String, String> signature = new RequestSigner((SignatureScheme) Presets.scheme("twilio"))
                .sign(
                        new ReceivedRequest(
                                "twilio", Instant.now(), "POST", "https://hooks.example.com/in/twilio", given, form),
                        "s3cr3t".getBytes(UTF_8),
                        Instant.now());
        try (LocalWeir behind = LocalWeir.open(
                        twilio,
                        other.resolve("data"),
                        new LocalWeir.Address("127.0.0.1", 0, base),
                        new PrintStream(log, true, UTF_8));
                HttpClient http = HttpClient.newHttpClient()) {
            behind.start();
            HttpRequest.Builder request = HttpRequest.newBuilder(
                            URI.create("http://127.0.0.1:" + behind.port() + "/twilio"))
                    .POST(HttpRequest.BodyPublishers.ofByteArray(form));
            given.forEach(request::header);
            signature.forEach(request::header);
            assertThat(http.send(request.build(), HttpResponse.BodyHandlers.discarding())
                            .statusCode())
                    .isEqualTo(200);
            await().until(() -> Files.exists(other.resolve("data/bucket/archive/twilio")));
        }
    }

    /** Anyone may write the header: what is no protocol changes nothing. */
    @Test
    void post_signedForHttpWithAHeaderThatIsNoProtocol_isGenuine(@TempDir Path other) throws Exception {
        Path secret = Files.writeString(other.resolve("secret"), "s3cr3t");
        Sources twilio = Sources.parse(
                "test", Json.write(Map.of("twilio", Map.of("scheme", "twilio", "secret", "file:" + secret))));
        byte[] form = "Body=hello&MessageSid=SM1".getBytes(UTF_8);
        Map<String, String> given =
                Map.of("content-type", "application/x-www-form-urlencoded", "x-forwarded-proto", "ftp");
        try (LocalWeir plain = LocalWeir.open(
                        twilio,
                        other.resolve("data"),
                        new LocalWeir.Address("127.0.0.1", 0, null),
                        new PrintStream(log, true, UTF_8));
                HttpClient http = HttpClient.newHttpClient()) {
            plain.start();
            String url = "http://127.0.0.1:" + plain.port() + "/twilio";
            Map<String, String> signature = new RequestSigner((SignatureScheme) Presets.scheme("twilio"))
                    .sign(
                            new ReceivedRequest("twilio", Instant.now(), "POST", url, given, form),
                            "s3cr3t".getBytes(UTF_8),
                            Instant.now());
            HttpRequest.Builder request =
                    HttpRequest.newBuilder(URI.create(url)).POST(HttpRequest.BodyPublishers.ofByteArray(form));
            given.forEach(request::header);
            signature.forEach(request::header);
            http.send(request.build(), HttpResponse.BodyHandlers.discarding());
            await().until(() -> Files.exists(other.resolve("data/bucket/archive/twilio")));
        }
    }
}
