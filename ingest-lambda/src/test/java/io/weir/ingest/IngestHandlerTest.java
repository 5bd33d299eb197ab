package io.weir.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.config.ConfigurationException;
import io.weir.envelope.InboxObject;
import io.weir.envelope.QueueMessage;
import io.weir.envelope.ReceivedRequest;
import io.weir.envelope.source.Sources;
import io.weir.json.Json;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IngestHandlerTest {
    private static final Instant NOW = Instant.parse("2026-03-04T12:00:00.123Z");
    private static final Sources SOURCES = Sources.parse("test", """
            {"github": {"scheme": "github", "secret": "env:X"},
             "small": {"scheme": "github", "secret": "env:X", "maxBytes": 10},
             "fenced": {"scheme": "github", "secret": "env:X", "allow": ["203.0.113.0/24", "2001:db8::/32"]},
             "own": {"scheme": {"header": "x-hmac", "algorithm": "HmacSHA256", "encoding": "hex", "signed": "{body}",
                                "id": "x-webhook-id", "type": "x-topic"}, "secret": "env:X"}}
            """);

    private final List<QueueMessage> queued = new ArrayList<>();
    private final List<String> groups = new ArrayList<>();
    private final Map<String, byte[]> inbox = new LinkedHashMap<>();
    private final ByteArrayOutputStream log = new ByteArrayOutputStream();
    private boolean queueDown;
    private boolean inboxDown;
    private final IngestHandler handler = handler(this::put);

    private IngestHandler handler(Inbox bucket) {
        return new IngestHandler(
                SOURCES,
                (message, group, trace) -> {
                    if (queueDown) {
                        throw new IOException("down");
                    }
                    queued.add(message);
                    groups.add(group);
                },
                bucket,
                Clock.fixed(NOW, ZoneOffset.UTC),
                new PrintStream(log, true, UTF_8));
    }

    private void put(String key, byte[] object) throws IOException {
        if (inboxDown) {
            throw new IOException("down");
        }
        inbox.put(key, object);
    }

    /** An event whose parts a test changes. */
    private static final class Event {
        private final Map<String, Object> event = new LinkedHashMap<>();
        private final Map<String, Object> headers = new LinkedHashMap<>();
        private final Map<String, Object> context = new LinkedHashMap<>();
        private final Map<String, Object> http = new LinkedHashMap<>();

        Event(String path) {
            http.put("method", "POST");
            http.put("sourceIp", "198.51.100.1");
            context.put("http", http);
            context.put("stage", "$default");
            context.put("domainName", "api.example");
            headers.put("host", "door.example");
            headers.put("x-hub-signature-256", "sha256=00");
            event.put("version", "2.0");
            event.put("rawPath", path);
            event.put("rawQueryString", "");
            event.put("headers", headers);
            event.put("requestContext", context);
            event.put("body", "{}");
            event.put("isBase64Encoded", false);
        }

        Event body(byte[] body) {
            event.put("body", Base64.getEncoder().encodeToString(body));
            event.put("isBase64Encoded", true);
            return this;
        }
    }

    private Map<?, ?> handle(Event event) throws Exception {
        return handle(handler, Json.write(event.event).getBytes(UTF_8));
    }

    private static Map<?, ?> handle(IngestHandler handler, byte[] event) throws Exception {
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        handler.handleRequest(new ByteArrayInputStream(event), output, null);
        return (Map<?, ?>) Json.read(output.toByteArray());
    }

    private void assertRefused(Event event, int status) throws Exception {
        Map<?, ?> answer = handle(event);
        assertThat(answer.get("statusCode")).hasToString(Integer.toString(status));
        assertThat(queued).isEmpty();
        assertThat(inbox).isEmpty();
    }

    private void assertAccepted(Event event) throws Exception {
        assertThat(handle(event).get("statusCode")).hasToString("200");
    }

    @Test
    void handle_request_isOnTheQueueByteForByteBeforeTheAnswer() throws Exception {
        byte[] body = {'{', 0, (byte) 0xFF, '}'};
        Event event = new Event("/github").body(body);
        event.event.put("rawQueryString", "a=b%20c&d");
        event.headers.put("X-GitHub-Event", "push");
        event.headers.put("Authorization", "Basic x");

        assertAccepted(event);

        ReceivedRequest request = queued.getFirst().open();
        assertThat(request.source()).isEqualTo("github");
        assertThat(request.receivedAt()).isEqualTo(NOW);
        assertThat(request.method()).isEqualTo("POST");
        assertThat(request.url()).isEqualTo("https://door.example/github?a=b%20c&d");
        assertThat(request.header("x-github-event")).isEqualTo("push");
        assertThat(request.header("authorization")).isNull();
        assertThat(request.body()).isEqualTo(body);
        assertThat(groups).containsExactly("github");
    }

    @Test
    void handle_bodyAsText_isTakenAsUtf8() throws Exception {
        Event event = new Event("/github");
        event.event.put("body", "{\"ä\":\"€😀\"}");
        assertAccepted(event);
        assertThat(queued.getFirst().open().body()).isEqualTo("{\"ä\":\"€😀\"}".getBytes(UTF_8));
    }

    @Test
    void handle_noBody_isAnEmptyOne() throws Exception {
        Event event = new Event("/github");
        event.event.remove("body");
        assertAccepted(event);
        event.event.put("body", null);
        assertAccepted(event);
        assertThat(queued)
                .allSatisfy(message -> assertThat(message.open().body()).isEmpty());
    }

    @Test
    void handle_awsOwnExampleOfTheFormat_isUnderstood() throws Exception {
        // https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
        try (InputStream example = IngestHandlerTest.class.getResourceAsStream("http-api-2.0.json")) {
            HttpEvent event = HttpEventParser.parse(example);
            assertThat(event.method()).isEqualTo("POST");
            assertThat(event.url())
                    .isEqualTo(
                            "https://id.execute-api.us-east-1.amazonaws.com/my/path?parameter1=value1&parameter1=value2&parameter2=value");
            assertThat(event.sourceIp()).isEqualTo("192.0.2.1");
            assertThat(event.headers()).containsEntry("header2", "value1,value2");
            assertThat(event.body()).isEqualTo("Hello from Lambda".getBytes(UTF_8));
            assertThat(event.source()).isEmpty();
        }
    }

    @Test
    void handle_awsOwnExampleOfAFunctionUrl_isUnderstood() throws Exception {
        // https://github.com/aws/aws-lambda-java-libs, the sample lambda_function_url_request.json
        try (InputStream example = IngestHandlerTest.class.getResourceAsStream("function-url-aws.json")) {
            HttpEvent event = HttpEventParser.parse(example);
            assertThat(event.method()).isEqualTo("POST");
            assertThat(event.sourceIp()).isEqualTo("123.123.123.123");
            assertThat(event.headers()).containsEntry("header2", "value1,value2");
            assertThat(event.body()).isEqualTo("Hello from client!".getBytes(UTF_8));
        }
    }

    @Test
    void handle_eventOfAFunctionUrlRecordedFromLocalStack_isAccepted() throws Exception {
        try (InputStream recorded = IngestHandlerTest.class.getResourceAsStream("function-url-localstack.json")) {
            handler.handleRequest(recorded, new ByteArrayOutputStream(), null);
        }
        assertThat(queued).singleElement().satisfies(message -> {
            ReceivedRequest request = message.open();
            assertThat(request.source()).isEqualTo("github");
            assertThat(request.headers()).containsEntry("x-github-event", "push");
            assertThat(request.body()).isEqualTo("{}".getBytes(UTF_8));
        });
    }

    @ParameterizedTest
    @CsvSource({"/prod/github, prod", "/github, $default", "/github, prod"})
    void handle_namedStage_isNotPartOfTheSource(String path, String stage) throws Exception {
        Event event = new Event(path);
        event.context.put("stage", stage);
        assertAccepted(event);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/", "/nobody", "/github/", "/github/x", "//github", "/GitHub", "/%67ithub", "/-/health", "x"})
    void handle_unknownSource_is404(String path) throws Exception {
        assertRefused(new Event(path), 404);
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "HEAD", "PUT", "DELETE", "OPTIONS", "TRACE", "post"})
    void handle_otherMethod_is405AndSaysWhich(String method) throws Exception {
        Event event = new Event("/github");
        event.http.put("method", method);
        assertRefused(event, 405);
        assertThat(((Map<?, ?>) handle(event).get("headers")).get("allow")).isEqualTo("POST");
    }

    @Test
    void handle_missingHeader_is400AndNamesIt() throws Exception {
        Event event = new Event("/own");
        assertRefused(event, 400);
        assertThat(handle(event).get("body")).isEqualTo("missing header x-hmac");
        event.headers.put("X-Hmac", "1");
        assertThat(handle(event).get("body")).isEqualTo("missing header x-webhook-id");
        event.headers.put("x-webhook-id", "1");
        event.headers.put("x-topic", "1");
        assertAccepted(event);
    }

    @Test
    void handle_bodyOverTheLimit_is413CountedDecoded() throws Exception {
        assertAccepted(new Event("/small").body(new byte[10]));
        queued.clear();
        assertRefused(new Event("/small").body(new byte[11]), 413);
    }

    @ParameterizedTest
    @CsvSource({"203.0.113.9, true", "2001:db8::1, true", "198.51.100.1, false", "'', false", "::ffff:203.0.113.9, true"
    })
    void handle_addressOutsideTheAllowList_is403WhateverItForwards(String address, boolean allowed) throws Exception {
        Event event = new Event("/fenced");
        event.http.put("sourceIp", address);
        event.headers.put("x-forwarded-for", "203.0.113.9");
        if (allowed) {
            assertAccepted(event);
        } else {
            assertRefused(event, 403);
        }
    }

    @Test
    void handle_tooLargeForTheQueue_goesToTheInbox() throws Exception {
        byte[] body = new byte[300_000];
        assertAccepted(new Event("/github").body(body));

        assertThat(queued).isEmpty();
        Map.Entry<String, byte[]> object = inbox.entrySet().iterator().next();
        assertThat(object.getKey()).matches("inbox/2026/03/04/github/[0-9a-f-]{36}");
        assertThat(InboxObject.read(object.getValue()).open().body()).isEqualTo(body);
    }

    @Test
    void handle_queueDown_goesToTheInbox() throws Exception {
        queueDown = true;
        assertAccepted(new Event("/github"));
        assertThat(inbox).hasSize(1);
    }

    @Test
    void handle_queueAndBucketDown_is503WithRetryAfterNever200() throws Exception {
        queueDown = true;
        inboxDown = true;
        assertRefused(new Event("/github"), 503);
        assertThat(((Map<?, ?>) handle(new Event("/github")).get("headers")).get("retry-after"))
                .isEqualTo("20");
        assertRefused(new Event("/github").body(new byte[300_000]), 503);
    }

    @Test
    void handle_noBucket_is413Or503() throws Exception {
        IngestHandler withoutBucket = handler(null);
        byte[] large =
                Json.write(new Event("/github").body(new byte[300_000]).event).getBytes(UTF_8);
        assertThat(handle(withoutBucket, large).get("statusCode")).hasToString("413");
        queueDown = true;
        byte[] small = Json.write(new Event("/github").event).getBytes(UTF_8);
        assertThat(handle(withoutBucket, small).get("statusCode")).hasToString("503");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "null",
                "x",
                "{}",
                "{\"version\":\"1.0\",\"path\":\"/github\",\"httpMethod\":\"POST\"}",
                "{\"Records\":[]}",
                "{\"version\":\"2.0\",\"rawPath\":\"/github\",\"requestContext\":{\"http\":{\"method\":\"POST\"}},\"body\":\"!\",\"isBase64Encoded\":true}",
                "{\"version\":\"2.0\",\"isBase64Encoded\":\"yes\"}"
            })
    void handle_anotherEvent_isAClearErrorAndNothingIsQueued(String event) {
        assertThatThrownBy(() -> handle(handler, event.getBytes(UTF_8))).isInstanceOf(IOException.class);
        assertThat(queued).isEmpty();
    }

    @Test
    void handle_log_isOneLineWithoutWhatTheSenderWrote() throws Exception {
        Event event = new Event("/made-up-by-a-stranger");
        event.headers.put("x-secret", "s3cr3t");
        event.event.put("rawQueryString", "token=t0k3n");
        assertRefused(event, 404);
        assertAccepted(new Event("/github"));

        List<String> lines = log.toString(UTF_8).lines().toList();
        assertThat(lines).hasSize(2);
        assertThat(lines.getFirst())
                .contains("\"Status\":\"404\"", "\"Source\":\"(unknown)\"")
                .doesNotContain("stranger", "s3cr3t", "t0k3n");
        assertThat(lines.getLast()).contains("\"Status\":\"200\"", "\"Source\":\"github\"", "\"reason\":\"accepted\"");
    }

    @Test
    void beforeCheckpoint_runsTheWayOfARequestAndQueuesNothing() throws Exception {
        handler.beforeCheckpoint(null);
        assertThat(queued).isEmpty();
        assertThat(inbox).isEmpty();
    }

    @Test
    void read_missingVariable_isNamed() {
        assertThatThrownBy(() -> IngestConfig.read(Map.of()))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage("WEIR_SOURCES: expected a value, it is not set");
        assertThatThrownBy(() -> IngestConfig.read(
                        Map.of("WEIR_SOURCES", "{\"s\":{\"scheme\":\"github\",\"secret\":\"env:X\"}}")))
                .hasMessage("WEIR_QUEUE_URL: expected a value, it is not set");
    }

    @Test
    void metrics_areOfTheDeploymentsOwnNamespace() throws Exception {
        Map<String, String> environment = new LinkedHashMap<>(Map.of(
                "WEIR_SOURCES", "{\"s\":{\"scheme\":\"github\",\"secret\":\"env:X\"}}", "WEIR_QUEUE_URL", "queue"));
        assertThat(IngestConfig.read(environment).metricsNamespace()).isEqualTo("Weir");
        environment.put("WEIR_METRICS_NAMESPACE", "Weir/test");

        new RequestLog(
                        IngestConfig.read(environment).metricsNamespace(),
                        new PrintStream(log, true, UTF_8),
                        Clock.fixed(NOW, ZoneOffset.UTC))
                .request(SOURCES.find("github"), Answer.ACCEPTED, 1, Duration.ofMillis(1));

        Map<?, ?> aws = (Map<?, ?>) ((Map<?, ?>) Json.read(log.toString(UTF_8))).get("_aws");
        assertThat((List<?>) aws.get("CloudWatchMetrics"))
                .singleElement()
                .satisfies(directive ->
                        assertThat(((Map<?, ?>) directive).get("Namespace")).isEqualTo("Weir/test"));
    }
}
