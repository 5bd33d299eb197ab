package io.weir.worker.sns;

import static io.weir.worker.kit.TestMessage.TOPIC;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.weir.action.SnsMessage;
import io.weir.envelope.source.Source;
import io.weir.verify.Reason;
import io.weir.worker.kit.TestMessage;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Anyone can make a topic, so only listed ones are believed. */
class SnsTopicTest extends SnsVerifierSetup {
    private final Source organisation =
            Source.ofSns("org").toBuilder().accounts("123456789012").build();

    @ParameterizedTest
    @EnumSource(SnsMessage.Type.class)
    void verify_topicThatOnlyBeginsLikeAListedOne_isRejected(SnsMessage.Type type) {
        TestMessage message =
                type == SnsMessage.Type.NOTIFICATION ? TestMessage.notification() : TestMessage.confirmation(type);
        assertRejected(verify(message.with("TopicArn", TOPIC + "2").sign(CERTIFICATE.keys())), Reason.TOPIC);
    }

    @Test
    void verify_topicOfAListedAccount_isGenuine() {
        byte[] body = signed().json().getBytes(UTF_8);
        assertGenuine(verifier.verify(request(body, Map.of(), RECEIVED_AT), organisation), FETCH);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "arn:aws:sns:us-east-1:999999999999:123456789012",
                "arn:aws:sns:us-east-1:1234567890123:t",
                "arn:aws:sqs:us-east-1:123456789012:t",
                "arn:aws:sns:us-east-1:123456789012:t:5b75c78f-8c52-5271-9250-8e51f8ced1a1",
                "x:x:x:x:123456789012:t"
            })
    void verify_topicThatIsNoneOfTheAccount_isRejected(String topic) {
        byte[] body = TestMessage.notification()
                .with("TopicArn", topic)
                .sign(CERTIFICATE.keys())
                .json()
                .getBytes(UTF_8);
        assertRejected(verifier.verify(request(body, Map.of(), RECEIVED_AT), organisation), Reason.TOPIC);
    }
}
