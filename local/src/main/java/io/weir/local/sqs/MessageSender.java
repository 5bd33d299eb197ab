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

/** Puts messages on queues, each once for its deduplication id. Thread-safe. */
final class MessageSender {
    /** SQS remembers deduplication ids for five minutes. */
    static final Duration DEDUPLICATION = Duration.ofMinutes(5);

    private final QueueTable queues;
    private final Clock clock;
    private final Clock hiding;
    private final MessageWatch watch;

    /** @param hiding tells how long a message is delayed */
    MessageSender(QueueTable queues, Clock clock, Clock hiding, MessageWatch watch) {
        this.queues = queues;
        this.clock = clock;
        this.hiding = hiding;
        this.watch = watch;
    }

    /**
     * A message that was checked and made ready, so that the one thread that writes has only to write it.
     *
     * @param attributes as they are stored
     * @param sent what a watch is told, but for the number of the row
     * @param now epoch milliseconds, by the clock that hides messages
     */
    record Outgoing(MessageRow row, String attributes, MessageWatch.Sent sent, long now, long visibleAt) {}

    /** Checks a message. Throws what SQS answers to one that it does not take. */
    Outgoing prepare(SendMessageRequest request) {
        QueueSettings queue = queues.get(request.queueUrl());
        SqsRules.message(queue, request.messageBody(), request.messageAttributes());
        String groupId = SqsRules.groupId(queue, request.messageGroupId());
        long delay =
                SqsRules.between(request.delaySeconds(), (int) queue.number("DelaySeconds"), 0, 900, "DelaySeconds");
        long now = hiding.millis();
        MessageRow row = MessageRow.sending(UUID.randomUUID().toString(), request.messageBody())
                .attributes(request.messageAttributes())
                .groupId(groupId)
                .deduplicationId(deduplicationId(queue, request))
                .trace(trace(request))
                .sentAt(clock.millis())
                .build();
        String attributes = StoredAttributes.write(request.messageAttributes());
        return new Outgoing(row, attributes, row.sent(0, queue.name()), now, now + delay * 1000);
    }

    /** Runs inside a transaction of its caller. Returns the id of the message, or of the one that it repeats. */
    String send(Sql sql, Outgoing message) throws SQLException {
        MessageRow row = message.row();
        String queue = message.sent().queue();
        String deduplicationId = row.deduplicationId();
        String earlier =
                deduplicationId == null ? null : MessageTable.duplicateOf(sql, queue, deduplicationId, message.now());
        if (earlier != null) {
            return earlier;
        }
        long id = MessageTable.insert(sql, queue, row, message.attributes(), message.now(), message.visibleAt());
        watch.sent(sql, message.sent().at(id));
        if (deduplicationId != null) {
            long expiresAt = message.now() + DEDUPLICATION.toMillis();
            MessageTable.rememberDeduplication(sql, queue, deduplicationId, row.messageId(), message.now(), expiresAt);
        }
        return row.messageId();
    }

    static SendMessageResponse response(SendMessageRequest request, String messageId) {
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
        SendMessageRequest request = SendMessageRequest.builder()
                .queueUrl(queueUrl)
                .messageBody(entry.messageBody())
                .messageAttributes(entry.messageAttributes())
                .messageSystemAttributes(entry.messageSystemAttributes())
                .messageGroupId(entry.messageGroupId())
                .messageDeduplicationId(entry.messageDeduplicationId())
                .delaySeconds(entry.delaySeconds())
                .build();
        SendMessageResponse sent = response(request, send(sql, prepare(request)));
        return SendMessageBatchResultEntry.builder()
                .id(entry.id())
                .messageId(sent.messageId())
                .md5OfMessageBody(sent.md5OfMessageBody())
                .md5OfMessageAttributes(sent.md5OfMessageAttributes())
                .sequenceNumber(sent.sequenceNumber())
                .build();
    }
}
