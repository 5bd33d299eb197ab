package io.weir.worker;

import static io.weir.worker.fakes.Records.record;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.worker.UpgradeRecords.Laid;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Messages of the queue and claims that an earlier version left: this worker makes of them what that one did, and nothing twice. */
class UpgradeRecordsTest extends UpgradeWorkerFixture {
    static List<Laid> messages() throws Exception {
        List<Laid> all = new ArrayList<>();
        for (UpgradeRecords records : UpgradeRecords.having(UpgradeRecords.MESSAGES)) {
            all.addAll(records.messages());
        }
        return all;
    }

    static List<UpgradeRecords> tables() throws IOException {
        return UpgradeRecords.having(UpgradeRecords.CLAIMS);
    }

    @Test
    void messagesOfEveryForm_areThere() throws Exception {
        assertThat(tables()).isNotEmpty();
        assertThat(messages())
                .extracting(Laid::name)
                .contains("plain", "base64", "empty", "many-headers", "pointer-to-text", "pointer-to-bytes")
                .contains("voucher", "voucher-of-one-action", "sns-own-put", "sns-by-the-door");
    }

    @ParameterizedTest
    @MethodSource("messages")
    void message_isTheSameRequestAndHasTheSameEffectsOnce(Laid laid) throws Exception {
        certificate = laid.certificate();
        assertThat(opened(laid.message(), laid.inbox())).isEqualTo(laid.request());
        for (int times = 0; times < 2; times++) {
            assertThat(handle(received(laid.message(), laid.sender(), laid.inbox())))
                    .isEmpty();
            assertThat(mails).isEqualTo(laid.mails());
            assertThat(archived()).isEqualTo(laid.archived());
            assertThat(sqs.sent()).isEmpty();
        }
    }

    private void fill(UpgradeRecords records) throws Exception {
        for (Map<String, AttributeValue> item : records.items()) {
            dynamoDb.client().putItem(put -> put.tableName("claims").item(item));
        }
    }

    @ParameterizedTest
    @MethodSource("tables")
    void eventThatWasDone_isADuplicate_untilItMayBeForgotten(UpgradeRecords records) throws Exception {
        fill(records);
        assertThat(handle(record("m", records.event("done")))).isEmpty();
        assertThat(mails).isEmpty();
        assertThat(log()).contains("\"Duplicates\":1");
        assertThat(handle(record("m", records.event("forgotten")))).isEmpty();
        assertThat(mails).hasSize(1);
        assertThat(archived()).hasSize(1);
    }

    @ParameterizedTest
    @MethodSource("tables")
    void eventThatWasBegun_goesOnAtTheActionThatFailed(UpgradeRecords records) throws Exception {
        fill(records);
        assertThat(handle(record("m", records.event("begun")))).isEmpty();
        assertThat(mails).hasSize(1);
        assertThat(archived()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("tables")
    void eventThatIsInHand_waitsUntilItsLeaseIsOver_andGoesOn(UpgradeRecords records) throws Exception {
        fill(records);
        assertThat(handle(record("m", records.event("in-hand")))).containsExactly("m");
        assertThat(mails).isEmpty();
        clock.advance(Duration.ofMinutes(1));
        assertThat(handle(record("m", records.event("in-hand")))).isEmpty();
        assertThat(mails).hasSize(1);
        assertThat(archived()).isEmpty();
    }
}
