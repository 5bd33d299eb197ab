package io.weir.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.envelope.ReceivedRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
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
}
