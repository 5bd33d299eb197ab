package io.weir.local.sqs;

import io.weir.local.sqs.rules.SqsMd5;
import io.weir.local.sqs.rules.SqsNames;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;
import software.amazon.awssdk.services.sqs.model.ReceiveMessageRequest;

/** A stored message as a receiver asked to see it. */
final class SqsMessages {
    private SqsMessages() {}

    static Message of(MessageRow row, ReceiveMessageRequest request) {
        Map<String, MessageAttributeValue> attributes = new LinkedHashMap<>(row.attributes());
        attributes.keySet().removeIf(name -> !isWanted(name, request.messageAttributeNames()));
        return Message.builder()
                .messageId(row.messageId())
                .receiptHandle(new MessageTable.Receipt(row.id(), String.valueOf(row.receipt())).toString())
                .body(row.body())
                .md5OfBody(SqsMd5.of(row.body()))
                .messageAttributes(attributes)
                .md5OfMessageAttributes(SqsMd5.of(attributes))
                .attributesWithStrings(system(row, request))
                .build();
    }

    /** A name, {@code All}, {@code .*}, or a beginning followed by {@code .*}. */
    private static boolean isWanted(String name, List<String> wanted) {
        return wanted.stream()
                .anyMatch(pattern -> pattern.equals("All")
                        || pattern.equals(name)
                        || (pattern.endsWith(".*") && name.startsWith(pattern.substring(0, pattern.length() - 2))));
    }

    @SuppressWarnings("deprecation") // attributeNames is the older spelling, which clients still use
    private static Map<String, String> system(MessageRow row, ReceiveMessageRequest request) {
        Map<String, String> system = new LinkedHashMap<>();
        system.put("SenderId", SqsNames.ACCOUNT);
        system.put("SentTimestamp", Long.toString(row.sentAt()));
        system.put("ApproximateReceiveCount", Integer.toString(row.receiveCount()));
        system.put("ApproximateFirstReceiveTimestamp", Long.toString(row.firstReceivedAt()));
        putIfPresent(system, "MessageGroupId", row.groupId());
        putIfPresent(system, "MessageDeduplicationId", row.deduplicationId());
        putIfPresent(system, "AWSTraceHeader", row.trace());
        putIfPresent(system, "DeadLetterQueueSourceArn", row.sourceArn());
        if (row.deduplicationId() != null) {
            system.put("SequenceNumber", String.format("%020d", row.id()));
        }
        Set<String> wanted = new HashSet<>(request.messageSystemAttributeNamesAsStrings());
        wanted.addAll(request.attributeNamesAsStrings());
        if (!wanted.contains("All")) {
            system.keySet().retainAll(wanted);
        }
        return system;
    }

    private static void putIfPresent(Map<String, String> system, String name, @Nullable String value) {
        if (value != null) {
            system.put(name, value);
        }
    }
}
