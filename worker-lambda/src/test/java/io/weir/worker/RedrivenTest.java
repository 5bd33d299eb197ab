package io.weir.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.envelope.source.Sources;
import io.weir.worker.fakes.InMemoryBucket;
import io.weir.worker.record.Opened;
import io.weir.worker.record.QueueRecord;
import io.weir.worker.record.Senders;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Dead letters that come back. */
class RedrivenTest {
    private static final String TOPIC = "arn:aws:sns:us-east-1:123456789012:orders.fifo";

    private final RecordOpener opener = new RecordOpener(
            Sources.parse(
                    "test", "{\"orders\":{\"scheme\":\"sns\",\"topics\":[\"" + TOPIC + "\"],\"trust\":\"queue\"}}"),
            new InMemoryBucket(),
            new Senders(null));

    /** Else it would be rejected, and so deleted, at its redrive. */
    @ParameterizedTest
    @CsvSource({
        "AROAIWPX5BD2BHG722MW4:worker, failure, true",
        "AROAIWPX5BD2BHG722MW4:worker, other, false",
        "AIDAIT2UOQQY3AUEKVGXU, failure, false",
    })
    void messageWithoutASignature_isAsBareAsBeforeItWasBuried(String sender, String attribute, boolean bare) {
        QueueRecord record = QueueRecord.builder("m")
                .senderId(sender)
                .attributes(Map.of(attribute, "{}"))
                .body("{\"Type\":\"Notification\",\"TopicArn\":\"" + TOPIC + "\"}")
                .build();
        assertThat(opener.open(record))
                .isInstanceOfSatisfying(
                        Opened.Queued.class,
                        queued -> assertThat(queued.isBare()).isEqualTo(bare));
    }
}
