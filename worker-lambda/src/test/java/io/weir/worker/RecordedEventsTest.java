package io.weir.worker;

import static io.weir.worker.fakes.Records.event;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse;
import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import com.amazonaws.services.lambda.runtime.tests.EventLoader;
import io.weir.envelope.InboxObject;
import io.weir.worker.fakes.FakeContext;
import io.weir.worker.fakes.Records;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;
import software.amazon.awssdk.services.sqs.model.SendMessageRequest;

/** Events as they were recorded from AWS and LocalStack. */
class RecordedEventsTest extends WorkerFixture {
    /** An event as AWS's own deserialization of the managed runtime reads it. */
    private static SQSEvent recorded(String name) {
        return EventLoader.loadSQSEvent("io/weir/worker/events/" + name);
    }

    private List<SQSBatchResponse.BatchItemFailure> handle(SQSEvent event) {
        return worker.handleRequest(event, new FakeContext(30_000)).getBatchItemFailures();
    }

    @Test
    void eventsOfTheQueueRecordedFromLocalStack_areArchivedOnceSinceTheirBodiesAreEqual() {
        secrets.set(0, "first secret".getBytes(UTF_8));
        for (SQSEvent.SQSMessage message : recorded("sqs-localstack.json").getRecords()) {
            assertThat(handle(Records.event(message))).isEmpty();
        }
        assertThat(bucket.objects())
                .containsOnlyKeys(
                        "archive/github/2026/11/25/4321255a-a2f9-4f1f-95f8-bb78ad3ef7f7",
                        "rejected/github/2026/03/04/f5a33cb5-68f0-4089-aad2-c80127133a1f");
        assertThat(log()).contains("\"note\":\"replay\"");
    }

    @Test
    void notificationOfTheBucketRecordedFromLocalStack_leadsToTheInbox() throws Exception {
        SQSEvent event = recorded("s3-notification-localstack.json");
        SQSEvent.SQSMessage pointer = event.getRecords().getFirst();
        pointer.setBody(pointer.getBody().replace("weir-system-test", bucket.name()));
        bucket.put(
                "inbox/2026/11/25/github/b8be101d-5574-444e-bda7-7712de6aa0ca",
                InboxObject.write(github("github", "secret", new byte[1])),
                "",
                Map.of());
        assertThat(handle(event)).isEmpty();
        assertThat(bucket.objects()).containsKey("archive/github/2026/03/04/d-1");
    }

    @Test
    void testEventOfTheBucketRecordedFromLocalStack_isDone() {
        assertThat(handle(recorded("s3-test-event-localstack.json"))).isEmpty();
        assertThat(sqs.sent()).isEmpty();
    }

    @Test
    void awsOwnExampleOfAnEvent_isNoEnvelopeOfOursAndIsDeadUnchanged() {
        // https://github.com/aws/aws-lambda-java-libs, the sample sqs_event.json
        assertThat(handle(recorded("sqs-aws.json"))).isEmpty();
        SendMessageRequest dead = sqs.sent().getFirst();
        assertThat(dead.messageBody()).isEqualTo("Message Body");
        assertThat(dead.messageAttributes().get("Attribute1").stringValue()).isEqualTo("AttributeValue1");
        assertThat(dead.messageAttributes().get("Attribute2"))
                .isEqualTo(MessageAttributeValue.builder()
                        .dataType("Number")
                        .stringValue("123")
                        .build());
        assertThat(dead.messageAttributes().get("Attribute3").binaryValue().asUtf8String())
                .isEqualTo("1100");
    }

    /** Of the release function, which calls a version before and while it is live. */
    @Test
    void ping_isAnsweredAtOnceWithoutAnEffect() {
        assertThat(handle(recorded("ping.json"))).isEmpty();
        assertThat(bucket.objects()).isEmpty();
        assertThat(sqs.sent()).isEmpty();
        assertThat(log()).isEmpty();
    }
}
