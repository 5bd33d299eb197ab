package io.weir.local;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.config.ConfigValue;
import io.weir.envelope.QueueMessage;
import io.weir.envelope.ReceivedRequest;
import io.weir.envelope.Sha256;
import io.weir.envelope.scheme.Presets;
import io.weir.envelope.scheme.SignatureScheme;
import io.weir.envelope.scheme.SignedTemplate;
import io.weir.envelope.source.PublicUrl;
import io.weir.envelope.source.Sources;
import io.weir.ingest.IngestHandler;
import io.weir.json.Json;
import io.weir.verify.Verification;
import io.weir.verify.secret.SecretSet;
import io.weir.verify.signature.RequestSigner;
import io.weir.verify.signature.SignatureVerifier;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Senders that sign the URL: whichever way a request takes to the door, it is the URL to which they posted. */
class SignedUrlTest {
    private static final String SECRET = "0123456789abcdef0123456789abcdef";
    private static final byte[] BODY = "{\"id\":\"1\"}".getBytes(UTF_8);
    private static final String QUERY = "a=b%20c&d=%2F";

    private final List<QueueMessage> queued = new ArrayList<>();

    /** Each preset that signs the URL. */
    static List<String> presets() {
        return Presets.names().stream()
                .filter(name -> Presets.scheme(name) instanceof SignatureScheme scheme
                        && (scheme.signed().has(SignedTemplate.Url.class)
                                || scheme.signed().has(SignedTemplate.Path.class)))
                .toList();
    }

    private static SignatureScheme scheme(String preset) {
        return (SignatureScheme) Presets.scheme(preset);
    }

    /** A request as the sender makes it, at the URL that was registered with it. */
    private static ReceivedRequest sent(String preset, String url) throws IOException {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("content-type", "application/json");
        if (scheme(preset).signed().has(SignedTemplate.ListedHeaders.class)) {
            headers.put("x-contentful-signed-headers", "x-contentful-timestamp,x-contentful-signed-headers");
        }
        String signedUrl = preset.equals("twilio") ? url + "&bodySHA256=" + Sha256.hex(BODY) : url;
        ReceivedRequest unsigned = new ReceivedRequest("s", Instant.now(), "POST", signedUrl, headers, BODY);
        return new RequestSigner(scheme(preset)).signed(unsigned, SECRET.getBytes(UTF_8), Instant.now());
    }

    private static Sources sources(String preset, @Nullable String url, String secret) {
        Map<String, Object> source = new LinkedHashMap<>();
        source.put("scheme", Map.of("preset", preset, "equalBodies", "same"));
        source.put("secret", secret);
        if (url != null) {
            source.put("url", url);
        }
        return Sources.parse("test", Json.write(Map.of("s", source)));
    }

    /** What API Gateway makes of it. */
    private static byte[] event(ReceivedRequest sent, String host, String path, String stage) {
        Map<String, String> headers = new LinkedHashMap<>(sent.headers());
        headers.put("host", host);
        headers.put("x-forwarded-proto", "https");
        Map<String, Object> event = new LinkedHashMap<>();
        event.put("version", "2.0");
        event.put("rawPath", path);
        event.put("rawQueryString", sent.url().substring(sent.url().indexOf('?') + 1));
        event.put("headers", headers);
        event.put(
                "requestContext",
                Map.of(
                        "domainName",
                        host,
                        "stage",
                        stage,
                        "http",
                        Map.of("method", "POST", "path", path, "protocol", "HTTP/1.1", "sourceIp", "192.0.2.1")));
        event.put("body", new String(sent.body(), UTF_8));
        event.put("isBase64Encoded", false);
        return Json.write(event).getBytes(UTF_8);
    }

    private Verification received(Sources sources, @Nullable PublicUrl url, byte[] event) throws Exception {
        IngestHandler handler = IngestHandler.builder(sources, (message, group, trace) -> queued.add(message))
                .url(url)
                .log(new PrintStream(OutputStream.nullOutputStream(), true, UTF_8))
                .build();
        handler.handleRequest(new ByteArrayInputStream(event), new ByteArrayOutputStream(), null);
        ReceivedRequest request = queued.getLast().open();
        return new SignatureVerifier((reference, fresh) -> SecretSet.fixed(SECRET.getBytes(UTF_8)))
                .verify(request, sources.find("s"));
    }

    private static void assertGenuine(Verification verification) {
        assertThat(verification).isInstanceOf(Verification.Genuine.class);
    }

    @ParameterizedTest
    @MethodSource("presets")
    void httpApi_itsOwnDomain_needsNoConfiguration(String preset) throws Exception {
        String host = "abc123.execute-api.eu-west-1.amazonaws.com";
        byte[] event = event(sent(preset, "https://" + host + "/s?" + QUERY), host, "/s", "$default");
        assertGenuine(received(sources(preset, null, "env:X"), null, event));
    }

    @ParameterizedTest
    @MethodSource("presets")
    void httpApi_namedStage_isGenuineByTheDeploymentsUrl(String preset) throws Exception {
        String host = "abc123.execute-api.eu-west-1.amazonaws.com";
        String url = "https://" + host + "/prod";
        byte[] event = event(sent(preset, url + "/s?" + QUERY), host, "/prod/s", "prod");
        assertGenuine(received(sources(preset, null, "env:X"), new PublicUrl(url), event));
    }

    /** The mapping's key is stripped from the path, so the request itself does not show it. */
    @ParameterizedTest
    @MethodSource("presets")
    void customDomain_withAMappingKey_isGenuineByTheSourcesUrlAndNotWithout(String preset) throws Exception {
        String url = "https://hooks.example.com/in/s";
        byte[] event = event(sent(preset, url + "?" + QUERY), "hooks.example.com", "/s", "$default");
        assertGenuine(received(sources(preset, url, "env:X"), null, event));
        assertThat(received(sources(preset, null, "env:X"), null, event)).isInstanceOf(Verification.Rejected.class);
    }

    @ParameterizedTest
    @MethodSource("presets")
    void oneMachine_behindAProxyThatChangesHostAndPath_isGenuineByTheUrlOfTheStart(String preset, @TempDir Path folder)
            throws Exception {
        Path secret = Files.writeString(folder.resolve("secret"), SECRET);
        PublicUrl url = PublicUrl.parse(new ConfigValue("--url", "https://hooks.example.com/in"));
        ReceivedRequest sent = sent(preset, "https://hooks.example.com/in/s?" + QUERY);
        try (LocalWeir weir = LocalWeir.open(
                        sources(preset, null, "file:" + secret),
                        folder.resolve("data"),
                        new LocalWeir.Address("127.0.0.1", 0, url),
                        new PrintStream(OutputStream.nullOutputStream(), true, UTF_8));
                HttpClient http = HttpClient.newHttpClient()) {
            weir.start();
            HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + weir.port() + "/s?"
                            + sent.url().substring(sent.url().indexOf('?') + 1)))
                    .POST(HttpRequest.BodyPublishers.ofByteArray(sent.body()));
            sent.headers().forEach(request::header);
            assertThat(http.send(request.build(), HttpResponse.BodyHandlers.discarding())
                            .statusCode())
                    .isEqualTo(200);
            Awaitility.await().until(() -> Files.exists(folder.resolve("data/bucket/archive/s")));
        }
    }
}
