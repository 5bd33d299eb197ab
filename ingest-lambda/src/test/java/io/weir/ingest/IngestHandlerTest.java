package io.weir.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.envelope.BucketKeys;
import io.weir.envelope.InboxObject;
import io.weir.envelope.QueueMessage;
import io.weir.envelope.ReceivedRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IngestHandlerTest {
    private final TestHandler test = new TestHandler();

    @Test
    void handle_request_isOnTheQueueByteForByteBeforeTheAnswer() throws Exception {
        byte[] body = {'{', 0, (byte) 0xFF, '}'};
        Event event = new Event("/github").body(body);
        event.event.put("rawQueryString", "a=b%20c&d");
        event.headers.put("X-GitHub-Event", "push");
        event.headers.put("Authorization", "Basic x");

        test.assertAccepted(event);

        ReceivedRequest request = test.queued.getFirst().open();
        assertThat(request.source()).isEqualTo("github");
        assertThat(request.receivedAt()).isEqualTo(TestHandler.NOW);
        assertThat(request.method()).isEqualTo("POST");
        assertThat(request.url()).isEqualTo("https://door.example/github?a=b%20c&d");
        assertThat(request.header("x-github-event")).isEqualTo("push");
        assertThat(request.header("authorization")).isNull();
        assertThat(request.body()).isEqualTo(body);
        assertThat(test.groups).containsExactly("github");
    }

    /** By it an operator finds what a sender has been answered. */
    @Test
    void handle_request_hasOneIdInAnswerMessageAndLog() throws Exception {
        Map<?, ?> answer = test.handle(new Event("/github").body("x".getBytes(UTF_8)));

        String id = (String) ((Map<?, ?>) answer.get("headers")).get("weir-id");
        assertThat(ReceivedRequest.isId(id)).isTrue();
        assertThat(test.queued.getFirst().open().id()).isEqualTo(id);
        assertThat(QueueMessage.idOf(test.queued.getFirst().attributes())).isEqualTo(id);
        assertThat(test.log.toString(UTF_8)).contains("\"id\":\"" + id + "\"");
    }

    @Test
    void handle_queueDown_theObjectIsNamedByTheIdOfTheAnswer() throws Exception {
        test.queueDown = true;
        Map<?, ?> answer = test.handle(new Event("/github").body("x".getBytes(UTF_8)));

        String id = (String) ((Map<?, ?>) answer.get("headers")).get("weir-id");
        String key = test.inbox.keySet().iterator().next();
        assertThat(BucketKeys.idOf(key)).isEqualTo(id);
        assertThat(InboxObject.read(test.inbox.get(key)).open().id()).isEqualTo(id);
    }

    @Test
    void handle_refusal_givesNoId() throws Exception {
        Map<?, ?> answer = test.handle(new Event("/nobody"));

        assertThat(((Map<?, ?>) answer.get("headers")).containsKey("weir-id")).isFalse();
        assertThat(test.log.toString(UTF_8)).doesNotContain("\"id\"");
    }

    /** What a sender writes into its URL is never taken for the id that the door gives. */
    @Test
    void handle_urlThatEndsInAnotherId_keepsItInTheUrl() throws Exception {
        Event event = new Event("/github").body("x".getBytes(UTF_8));
        event.event.put("rawQueryString", "q= 01J00000000000000000000000");
        Map<?, ?> answer = test.handle(event);

        ReceivedRequest request = test.queued.getFirst().open();
        assertThat(request.id()).isEqualTo(((Map<?, ?>) answer.get("headers")).get("weir-id"));
        assertThat(request.url()).endsWith("?q= 01J00000000000000000000000");
    }

    @Test
    void handle_bodyAsText_isTakenAsUtf8() throws Exception {
        Event event = new Event("/github");
        event.event.put("body", "{\"ä\":\"€😀\"}");
        test.assertAccepted(event);
        assertThat(test.queued.getFirst().open().body()).isEqualTo("{\"ä\":\"€😀\"}".getBytes(UTF_8));
    }

    @Test
    void handle_noBody_isAnEmptyOne() throws Exception {
        Event event = new Event("/github");
        event.event.remove("body");
        test.assertAccepted(event);
        event.event.put("body", null);
        test.assertAccepted(event);
        assertThat(test.queued)
                .allSatisfy(message -> assertThat(message.open().body()).isEmpty());
    }

    @Test
    void handle_eventOfAFunctionUrlRecordedFromLocalStack_isAccepted() throws Exception {
        try (InputStream recorded = IngestHandlerTest.class.getResourceAsStream("function-url-localstack.json")) {
            test.builder().build().handleRequest(recorded, new ByteArrayOutputStream(), null);
        }
        assertThat(test.queued).singleElement().satisfies(message -> {
            ReceivedRequest request = message.open();
            assertThat(request.source()).isEqualTo("github");
            assertThat(request.headers()).containsEntry("x-github-event", "push");
            assertThat(request.body()).isEqualTo("{}".getBytes(UTF_8));
        });
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
        assertThatThrownBy(() -> TestHandler.handle(test.builder().build(), event.getBytes(UTF_8)))
                .isInstanceOf(IOException.class);
        assertThat(test.queued).isEmpty();
    }

    @Test
    void beforeCheckpoint_runsTheWayOfARequestAndQueuesNothing() throws Exception {
        test.builder().build().beforeCheckpoint(null);
        assertThat(test.queued).isEmpty();
        assertThat(test.inbox).isEmpty();
    }

    @Test
    void handle_ping_isAnsweredWithoutAnEffect() throws Exception {
        byte[] ping = "{\"weir\":\"ping\"}".getBytes(UTF_8);
        assertThat(TestHandler.handle(test.builder().build(), ping)).isEqualTo(Map.of("weir", "pong"));
        assertThat(test.queued).isEmpty();
        assertThat(test.log.toString(UTF_8)).isEmpty();
    }

    /** Whoever posts the same text only fills the body of an event. */
    @Test
    void handle_requestWhosePartsSayPing_isARequest() throws Exception {
        Event event = new Event("/github").body("{\"weir\":\"ping\"}".getBytes(UTF_8));
        event.headers.put("weir", "ping");
        test.assertAccepted(event);
        assertThat(test.queued).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"weir\":\"pong\"}",
                "{\"weir\":[\"ping\"]}",
                "{\"weir\":{\"weir\":\"ping\"}}",
                "{\"weir\":\"ping\",\"weir\":\"ping\"}",
                "{\"weir\":\"ping\",\"requestContext\":{}}"
            })
    void handle_whatIsNeitherRequestNorPing_fails(String event) {
        assertThatThrownBy(() -> TestHandler.handle(test.builder().build(), event.getBytes(UTF_8)))
                .isInstanceOf(IOException.class);
        assertThat(test.queued).isEmpty();
    }
}
