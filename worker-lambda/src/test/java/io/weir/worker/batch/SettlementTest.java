package io.weir.worker.batch;

import static io.weir.worker.fakes.Records.event;
import static io.weir.worker.fakes.Records.received;
import static io.weir.worker.fakes.Records.record;
import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse;
import io.weir.json.Json;
import io.weir.worker.record.Outcome;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What an outcome means: dead letters, samples, notes about last attempts, delays, log lines. */
class SettlementTest extends BatchFixture {
    @Test
    void process_dead_isSentWithItsReasonAndNotRetried() {
        SQSBatchResponse response = processor((record, notes) -> new Outcome.Dead("unknown-source", "none"))
                .process(event(received(record("a", "", Map.of()), 3)), PLENTY);
        assertThat(ids(response)).isEmpty();
        assertThat(dead.values())
                .singleElement()
                .satisfies(failure -> assertThat(failure.toJson())
                        .contains("\"reason\":\"unknown-source\"", "\"attempts\":3", "\"version\":\"7\""));
    }

    @Test
    void process_dead_isSentWithTheIdThatTheDoorGave() {
        String id = "01KJWBG7KVH0KC0EH6CBJYK0ES";
        processor((record, notes) -> new Outcome.Dead("unknown-source", "none"))
                .process(event(record("a", "", Map.of("source", "s", "request", "POST https://door/s " + id))), PLENTY);
        assertThat(dead.values())
                .singleElement()
                .satisfies(failure -> assertThat(failure.toJson()).contains("\"id\":\"" + id + "\""));
    }

    /** Each attempt, also one that had no outcome in time: a ledger that is written from it misses none. */
    @Test
    void process_anyBatch_reportsEachRecordOnceAsItsLogLineSays() {
        processor((record, notes) -> switch (record.messageId()) {
                    case "a" -> new Outcome.Done("acted");
                    case "b" -> new Outcome.Retry("action-http", "down");
                    default -> throw new StackOverflowError();
                })
                .process(
                        event(
                                record("a", "", Map.of("source", "s")),
                                record("b", "", Map.of("source", "s")),
                                record("c", "", Map.of("source", "s"))),
                        PLENTY);
        assertThat(reports)
                .extracting(report -> report.record().messageId() + " "
                        + report.outcome().getClass().getSimpleName() + " " + report.source())
                .containsExactly("a Done s", "b Retry s", "c Retry s");
        assertThat(reports.get(0).timing().nextIn()).isNull();
        assertThat(reports.get(1).timing().nextIn()).isPositive();
    }

    @Test
    void process_deadLetterQueueDown_retriesInsteadOfLosing() {
        deadLettersDown = true;
        SQSBatchResponse response = processor((record, notes) -> new Outcome.Dead("x", ""))
                .process(event(record("a", "", Map.of())), PLENTY);
        assertThat(ids(response)).containsExactly("a");
    }

    @Test
    void process_rejected_isDeletedNeverDeadAndKeptInFewSamples() {
        SQSBatchResponse response = processor((record, notes) -> new Outcome.Rejected("signature", "no match"))
                .process(ten(), PLENTY);
        assertThat(ids(response)).isEmpty();
        assertThat(dead).isEmpty();
        assertThat(bucket.objects())
                .hasSize(RejectedSamples.PER_MINUTE)
                .allSatisfy((key, object) -> assertThat(key).startsWith("rejected/s/2026/03/04/m"));
    }

    @Test
    void process_rejectedInTheNextMinute_isKeptAgainWithReasonAndTime() {
        BatchProcessor processor = processor((record, notes) -> new Outcome.Rejected("signature", "no match"));
        processor.process(ten(), PLENTY);
        clock.advance(Duration.ofSeconds(59));
        processor.process(event(record("late", "", Map.of("source", "s"))), PLENTY);
        assertThat(bucket.objects()).doesNotContainKey("rejected/s/2026/03/04/late");
        clock.advance(Duration.ofSeconds(1));
        processor.process(
                event(
                        record("next", "", Map.of("source", "s", "received-at", "2026-03-04T11:59:58Z")),
                        record("other", "", Map.of("source", "s"))),
                PLENTY);
        assertThat(bucket.objects().get("rejected/s/2026/03/04/next").metadata())
                .isEqualTo(Map.of("reason", "signature", "received-at", "2026-03-04T11:59:58Z"));
        assertThat(bucket.objects().get("rejected/s/2026/03/04/other").metadata())
                .containsEntry("received-at", "2026-03-04T12:00:00Z");
    }

    @Test
    void process_fewRejected_keepsThemAllAndNamesNoUnknownSource() {
        processor((record, notes) -> new Outcome.Rejected("signature", "no match"))
                .process(
                        event(
                                record("a", "", Map.of("source", "s")),
                                record("b", "", Map.of("source", "made up by a stranger"))),
                        PLENTY);
        assertThat(bucket.objects()).containsOnlyKeys("rejected/s/2026/03/04/a", "rejected/_unknown/2026/03/04/b");
    }

    @Test
    void process_bucketDown_changesNoOutcome() {
        bucket.setDown(true);
        SQSBatchResponse response = processor((record, notes) -> {
                    notes.proven();
                    return record.messageId().equals("a") ? new Outcome.Rejected("x", "") : new Outcome.Retry("x", "");
                })
                .process(event(record("a", "", Map.of()), received(record("b", "", Map.of()), 5)), PLENTY);
        assertThat(ids(response)).containsExactly("b");
    }

    @Test
    void process_retry_isHiddenForItsWait() {
        processor((record, notes) -> retry(Duration.ofSeconds(7))).process(event(record("a", "", Map.of())), PLENTY);
        assertThat(delays.values()).containsExactly(Duration.ofSeconds(8)); // with half of the jitter
    }

    @Test
    void process_visibilityThatThrows_stillAnswers() {
        visibility = hidden -> {
            throw new IllegalStateException("down");
        };
        BatchProcessor processor = processor((record, notes) -> new Outcome.Retry("x", ""));
        assertThat(ids(processor.process(event(record("a", "", Map.of())), PLENTY)))
                .containsExactly("a");
        assertThat(log.toString(StandardCharsets.UTF_8)).contains("visibility time-outs were not changed");
    }

    @Test
    void process_visibilityThatChangesNotAll_saysHowManyAndWhy() {
        visibility = hidden -> Map.of(hidden.keySet().iterator().next(), "ReceiptHandleIsInvalid");
        SQSBatchResponse response =
                processor((record, notes) -> new Outcome.Retry("x", "")).process(ten(), PLENTY);
        assertThat(ids(response)).hasSize(10);
        assertThat(log.toString(StandardCharsets.UTF_8))
                .contains("1 visibility time-outs were not changed: ReceiptHandleIsInvalid");
    }

    @Test
    void process_log_hasOneLineARecordWithoutBodyOrUnknownNames() throws Exception {
        processor((record, notes) -> new Outcome.Rejected("signature", "no match"))
                .process(
                        event(
                                record("a", "secret body", Map.of("source", "s", "x-token", "t0k3n")),
                                record("b", "secret body", Map.of("source", "made up by a stranger"))),
                        PLENTY);
        List<String> lines = log.toString(StandardCharsets.UTF_8).lines().toList();
        assertThat(lines).hasSize(2).noneMatch(line -> line.contains("secret body") || line.contains("t0k3n"));
        assertThat(((Map<?, ?>) Json.read(lines.getFirst())).get("Source")).isEqualTo("s");
        assertThat(((Map<?, ?>) Json.read(lines.getLast())).get("Source")).isEqualTo("(unknown)");
    }
}
