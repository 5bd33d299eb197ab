package io.weir.local.sqs;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.sqs.model.BatchEntryIdsNotDistinctException;
import software.amazon.awssdk.services.sqs.model.EmptyBatchRequestException;
import software.amazon.awssdk.services.sqs.model.QueueDoesNotExistException;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.SqsException;
import software.amazon.awssdk.services.sqs.model.TooManyEntriesInBatchRequestException;

/** What an SQS queue refuses. */
abstract class SqsRefusalContract extends QueueFixture {
    private static final SendMessageBatchRequestEntry ENTRY =
            SendMessageBatchRequestEntry.builder().id("a").messageBody("x").build();

    void sendBatch(List<SendMessageBatchRequestEntry> entries) {
        sqs().sendMessageBatch(request -> request.queueUrl(url).entries(entries));
    }

    @Test
    void batch_sameIdTwice_isRefused() {
        assertThatThrownBy(() -> sendBatch(List.of(ENTRY, ENTRY)))
                .isInstanceOf(BatchEntryIdsNotDistinctException.class);
    }

    @Test
    void batch_empty_isRefused() {
        assertThatThrownBy(() -> sendBatch(List.of())).isInstanceOf(EmptyBatchRequestException.class);
    }

    @Test
    void batch_ofMoreThanTen_isRefused() {
        assertThatThrownBy(() -> sendBatch(IntStream.range(0, 11)
                        .mapToObj(i -> ENTRY.toBuilder().id("e" + i).build())
                        .toList()))
                .isInstanceOf(TooManyEntriesInBatchRequestException.class);
    }

    @Test
    void anyCall_unknownQueue_isRefused() {
        String unknown = url + "x";
        assertThatThrownBy(() ->
                        sqs().sendMessage(request -> request.queueUrl(unknown).messageBody("x")))
                .isInstanceOf(QueueDoesNotExistException.class);
        assertThatThrownBy(() -> receive(unknown, 1, 30, 0)).isInstanceOf(QueueDoesNotExistException.class);
    }

    @Test
    void send_emptyBody_isRefused() {
        assertThatThrownBy(() -> send("")).isInstanceOf(SqsException.class);
    }

    @Test
    void send_characterThatSqsForbids_isRefused() {
        assertThatThrownBy(() -> send("x\u0001")).isInstanceOf(SqsException.class);
    }

    @Test
    void send_tooLong_isRefused() {
        assertThatThrownBy(() -> send("x".repeat(262_145))).isInstanceOf(SqsException.class);
    }

    @Test
    void send_emptyAttribute_isRefused() {
        assertThatThrownBy(() -> sqs().sendMessage(request ->
                        request.queueUrl(url).messageBody("x").messageAttributes(Map.of("a", text("")))))
                .isInstanceOf(SqsException.class);
    }
}
