package io.weir.local;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.weir.action.SnsMessage;
import io.weir.local.topic.LocalSubscriptions;
import io.weir.local.topic.LocalTopic;
import io.weir.worker.sns.Subscriptions;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.sqs.model.Message;

/** What becomes of requests on one machine. */
class LocalWeirRequestTest extends LocalWeirFixture {
    @Test
    void post_genuineWebhook_isArchivedByteForByte() throws Exception {
        byte[] body = {0, 1, (byte) 0xFF, '\r', '\n'};
        assertThat(request("POST", "/github?a=b", signed("id-1", body, "s3cr3t"), body)
                        .statusCode())
                .isEqualTo(200);
        awaitIdle();
        assertThat(archived()).singleElement().satisfies(file -> {
            assertThat(file.getFileName()).hasToString("id-1");
            assertThat(Files.readAllBytes(file)).isEqualTo(body);
        });
    }

    @Test
    void post_bodyTooLargeForTheQueue_goesThroughTheInbox() throws Exception {
        byte[] body = new byte[5 << 20];
        assertThat(request("POST", "/github", signed("big", body, "s3cr3t"), body)
                        .statusCode())
                .isEqualTo(200);
        awaitIdle();
        await().until(() -> archived().size() == 1);
        assertThat(Files.readAllBytes(archived().getFirst())).isEqualTo(body);
    }

    @Test
    void post_forged_leavesNothingButASample() throws Exception {
        assertThat(request("POST", "/github", signed("id-1", new byte[1], "guess"), new byte[1])
                        .statusCode())
                .isEqualTo(200);
        awaitIdle();
        assertThat(archived()).isEmpty();
        assertThat(weir.health().dead()).isZero();
        assertThat(data.resolve("bucket/rejected/github")).isDirectory();
    }

    @Test
    void post_poison_isADeadLetterWithItsReason() throws Exception {
        byte[] body = {(byte) 0xFF};
        request("POST", "/mailed", signed("id-1", body, "s3cr3t"), body);
        await().until(() -> weir.health().dead() == 1);
        Message letter = weir.sqs()
                .receiveMessage(request -> request.queueUrl(weir.dlqUrl()).messageAttributeNames("All"))
                .messages()
                .getFirst();
        assertThat(letter.messageAttributes().get("failure").stringValue()).contains("action-email", "not UTF-8");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "2"})
    void post_messageOfTheLocalTopic_isMailed(String version) throws Exception {
        String body = weir.topic()
                .message(
                        SnsMessage.Type.NOTIFICATION,
                        version,
                        LocalTopic.arn("budgets"),
                        "m-1",
                        "Grüße",
                        "text",
                        Instant.now());
        Map<String, String> headers = Map.of("x-amz-sns-message-type", "Notification");
        assertThat(request("POST", "/budgets", headers, body.getBytes(UTF_8)).statusCode())
                .isEqualTo(200);
        awaitIdle();
        try (Stream<Path> mails = Files.list(data.resolve("outbox"))) {
            assertThat(mails)
                    .singleElement()
                    .satisfies(mail ->
                            assertThat(Files.readString(mail)).contains("Subject: =?UTF-8?Q?Gr=C3=BC=C3=9Fe?="));
        }
    }

    @Test
    void post_confirmationOfTheLocalTopicWithAnotherTopicsToken_isNotConfirmed() throws Exception {
        String body = weir.topic()
                .message(
                        SnsMessage.Type.SUBSCRIPTION_CONFIRMATION,
                        "2",
                        LocalTopic.arn("budgets"),
                        "m-1",
                        null,
                        "text",
                        Instant.now());
        request("POST", "/budgets", Map.of("x-amz-sns-message-type", "SubscriptionConfirmation"), body.getBytes(UTF_8));
        await().until(() -> log.toString(UTF_8).contains("confirmed"));
        assertThat(log.toString(UTF_8)).doesNotContain(weir.topic().token(LocalTopic.arn("budgets")));
        assertThat(new LocalSubscriptions(weir.topic(), (topic, token) -> null)
                        .confirm(LocalTopic.arn("other"), weir.topic().token(LocalTopic.arn("budgets"))))
                .isEqualTo(Subscriptions.Result.TOKEN_SPENT);
    }

    @Test
    void request_thatTheDoorRefuses_isNotQueued() throws Exception {
        assertThat(request("POST", "/nobody", Map.of(), new byte[1]).statusCode())
                .isEqualTo(404);
        assertThat(request("GET", "/github", Map.of(), new byte[0]).statusCode())
                .isEqualTo(405);
        HttpResponse<String> missing = request("POST", "/github", Map.of(), new byte[1]);
        assertThat(missing.statusCode()).isEqualTo(400);
        assertThat(missing.body()).isEqualTo("missing header x-hub-signature-256");
        assertThat(request("POST", "/github", Map.of("x-hub-signature-256", "x"), new byte[(6 << 20) + 1])
                        .statusCode())
                .isEqualTo(413);
        assertThat(weir.health().queue()
                        + weir.health().inFlight()
                        + weir.health().dead())
                .isZero();
    }

    @Test
    void post_twoHeadersOfOneName_areJoinedAsTheGatewayDoes() throws Exception {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), weir.port())) {
            String signature = signed("id-1", new byte[0], "s3cr3t").get("x-hub-signature-256");
            socket.getOutputStream()
                    .write(("POST /github HTTP/1.1\r\nHost: x\r\nX-Hub-Signature-256: " + signature
                                    + "\r\nX-Hub-Signature-256: " + signature
                                    + "\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
                            .getBytes(UTF_8));
            assertThat(new String(socket.getInputStream().readAllBytes(), UTF_8))
                    .startsWith("HTTP/1.1 200");
        }
        await().until(() -> log.toString(UTF_8).contains("\"Reason\":\"malformed\""));
    }
}
