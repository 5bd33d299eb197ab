package io.weir.worker;

import static io.weir.worker.fakes.Records.record;
import static io.weir.worker.fakes.Records.sentBy;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.envelope.QueueMessage;
import io.weir.worker.kit.TestMessage;
import io.weir.worker.record.QueueRecord;
import io.weir.worker.record.Senders;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.sqs.model.SendMessageRequest;

/** Attributes of ours that SNS, by raw delivery, has of a publisher. */
class WorkerSendersTest extends WorkerFixture {
    private static final String SNS = "AIDAIT2UOQQY3AUEKVGXU";

    @Test
    void rawDeliveryWithOurAttributes_isUnprovenAndCanNeverComeBackAsOurs() {
        QueueMessage message = github("github", "secret", new byte[1]);
        assertThat(handle(sentBy(SNS, record("a", message)))).isEmpty();

        SendMessageRequest kept = sqs.sent().getFirst();
        assertThat(kept.queueUrl()).isEqualTo("unproven");
        assertThat(kept.messageBody()).isEqualTo(message.body());
        assertThat(kept.messageAttributes().get("failure").stringValue()).contains("\"reason\":\"raw-delivery\"");
        assertThat(kept.messageAttributes())
                .doesNotContainKeys("source", "received-at", "request", "headers")
                .containsKeys("raw-source", "raw-received-at", "raw-request");
        assertThat(bucket.objects()).isEmpty();
    }

    @Test
    void rawDeliveryOfAnything_neverFillsTheDeadLetterQueue() {
        assertThat(handle(sentBy(SNS, record("a", "garbage", Map.of())))).isEmpty();
        assertThat(sqs.sent().getFirst().queueUrl()).isEqualTo("unproven");
        assertThat(log()).contains("\"Reason\":\"malformed-envelope\"");
    }

    @Test
    void messageThatSnsItselfEnveloped_isProcessed() {
        String body = TestMessage.notification().sign(CERTIFICATE.keys()).json();
        assertThat(handle(sentBy(SNS, record("a", body, Map.of())))).isEmpty();
        assertThat(mails).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({
        "AIDAIT2UOQQY3AUEKVGXU, false, true",
        "AIDAIENQZJOLO23YVJ4VO, false, false",
        "000000000000, false, false",
        "AROAIWPX5BD2BHG722MW4:door, false, false",
        ", false, false",
        "AIDAIT2UOQQY3AUEKVGXU, true, true",
        "AIDAISMY7JYY5F7RTT6AO, true, true",
        "000000000000, true, false",
        "AROAIWPX5BD2BHG722MW4:door, true, false",
        ", true, false",
    })
    void isForeign_ofASender_isWhoCanBeNeitherDoorNorWorker(String sender, boolean doorHasARole, boolean foreign) {
        QueueRecord record = QueueRecord.builder("m").senderId(sender).build();
        assertThat(new Senders(doorHasARole ? "AROAIWPX5BD2BHG722MW4" : null).isForeign(record))
                .isEqualTo(foreign);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"weir\":\"sweep\"}",
                "{\"Records\":[{\"s3\":{\"bucket\":{\"name\":\"bucket\"},\"object\":{\"key\":\"inbox/x\"}}}]}",
                "{\"Event\":\"s3:TestEvent\"}",
            })
    void rawDeliveryOfWhatOnlyOurOwnServicesSend_isUnprovenAndWithoutEffect(String body) {
        assertThat(handle(sentBy(SNS, record("a", body, Map.of())))).isEmpty();
        assertThat(sqs.sent())
                .singleElement()
                .satisfies(kept -> assertThat(kept.queueUrl()).isEqualTo("unproven"));
        assertThat(log()).contains("\"Reason\":\"raw-delivery\"");
    }
}
