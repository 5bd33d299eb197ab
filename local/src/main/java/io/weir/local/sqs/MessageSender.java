package io.weir.local.sqs;

import io.weir.local.sqs.rules.QueueSettings;
import io.weir.local.sqs.rules.SqsErrors;
import io.weir.local.sqs.rules.SqsMd5;
import io.weir.local.sqs.rules.SqsRules;
import io.weir.local.store.Sql;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeNameForSends;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchResultEntry;
import software.amazon.awssdk.services.sqs.model.SendMessageRequest;
import software.amazon.awssdk.services.sqs.model.SendMessageResponse;

/** Puts messages on queues, each once for its deduplication id. Runs inside a transaction of its caller. */
final class MessageSender {
    /** SQS remembers deduplication ids for five minutes. */
    static final Duration DEDUPLICATION = Duration.ofMinutes(5);

    private final Clock clock;
    private final Clock hiding;
    private final MessageWatch watch;

    /** @param hiding tells how long a message is delayed */
    MessageSender(Clock clock, Clock hiding, MessageWatch watch) {
        this.clock = clock;
        this.hiding = hiding;
        this.watch = watch;
    }

    SendMessageResponse send(Sql sql, SendMessageRequest request) throws SQLException {
        QueueSettings queue = QueueTable.get(sql, request.queueUrl());
        SqsRules.message(queue, request.messageBody(), request.messageAttributes());
        String groupId = SqsRules.groupId(queue, request.messageGroupId());
        long delay =
                SqsRules.between(request.delaySeconds(), (int) queue.number("DelaySeconds"), 0, 900, "DelaySeconds");
        long now = hiding.millis();
        String deduplicationId = deduplicationId(queue, request);
        String earlier =
                deduplicationId == null ? null : MessageTable.duplicateOf(sql, queue.name(), deduplicationId, now);
        if (earlier != null) {
            return response(request, earlier);
        }
        MessageRow row = MessageRow.sending(UUID.randomUUID().toString(), request.messageBody())
                .attributes(request.messageAttributes())
                .groupId(groupId)
                .deduplicationId(deduplicationId)
                .trace(trace(request))
                .sentAt(clock.millis())
                .build();
        long id = MessageTable.insert(sql, queue.name(), row, now, now + delay * 1000);
        watch.sent(sql, row.sent(id, queue.name()));
        if (deduplicationId != null) {
            MessageTable.rememberDeduplication(
                    sql, queue.name(), deduplicationId, row.messageId(), now, now + DEDUPLICATION.toMillis());
        }
        return response(request, row.messageId());
    }

    private static SendMessageResponse response(SendMessageRequest request, String messageId) {
        return SendMessageResponse.builder()
                .messageId(messageId)
                .md5OfMessageBody(SqsMd5.of(request.messageBody()))
                .md5OfMessageAttributes(SqsMd5.of(request.messageAttributes()))
                .build();
    }

    private static @Nullable String trace(SendMessageRequest request) {
        var trace = request.messageSystemAttributes().get(MessageSystemAttributeNameForSends.AWS_TRACE_HEADER);
        return trace == null ? null : trace.stringValue();
    }

    private static @Nullable String deduplicationId(QueueSettings queue, SendMessageRequest request) {
        if (!queue.isFifo()) {
            return null;
        }
        if (request.messageDeduplicationId() != null) {
            return request.messageDeduplicationId();
        }
        if (!queue.deduplicatesByContent()) {
            throw SqsErrors.invalidParameter(
                    "The queue should either have ContentBasedDeduplication enabled or MessageDeduplicationId provided"
                            + " explicitly");
        }
        return SqsMd5.of(request.messageBody()) + request.messageBody().length();
    }

    SendMessageBatchResultEntry send(Sql sql, String queueUrl, SendMessageBatchRequestEntry entry) throws SQLException {
        SendMessageResponse sent = send(
                sql,
                SendMessageRequest.builder()
                        .queueUrl(queueUrl)
                        .messageBody(entry.messageBody())
                        .messageAttributes(entry.messageAttributes())
                        .messageSystemAttributes(entry.messageSystemAttributes())
                        .messageGroupId(entry.messageGroupId())
                        .messageDeduplicationId(entry.messageDeduplicationId())
                        .delaySeconds(entry.delaySeconds())
                        .build());
        return SendMessageBatchResultEntry.builder()
                .id(entry.id())
                .messageId(sent.messageId())
                .md5OfMessageBody(sent.md5OfMessageBody())
                .md5OfMessageAttributes(sent.md5OfMessageAttributes())
                .sequenceNumber(sent.sequenceNumber())
                .build();
    }
}
