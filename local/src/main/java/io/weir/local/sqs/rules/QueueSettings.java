package io.weir.local.sqs.rules;

import io.weir.envelope.SqsLimits;
import io.weir.json.Json;
import io.weir.json.JsonException;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A queue's attributes, as SQS names and limits them.
 *
 * @param name of the queue
 * @param attributes those that were set, by SQS's names
 */
public record QueueSettings(String name, Map<String, String> attributes) {
    /** Attribute name to default, least and largest value. */
    private static final Map<String, long[]> NUMBERS = Map.of(
            "VisibilityTimeout", new long[] {30, 0, SqsLimits.VISIBILITY.toSeconds()},
            "DelaySeconds", new long[] {0, 0, 900},
            "MessageRetentionPeriod", new long[] {345_600, 60, SqsLimits.RETENTION.toSeconds()},
            "MaximumMessageSize", new long[] {SqsLimits.MESSAGE_BYTES, 1_024, 1_048_576},
            "ReceiveMessageWaitTimeSeconds", new long[] {0, 0, 20});

    public QueueSettings {
        attributes = Map.copyOf(attributes);
        for (Map.Entry<String, String> attribute : attributes.entrySet()) {
            check(attribute.getKey(), attribute.getValue());
        }
    }

    private static void check(String attribute, String value) {
        long[] limits = NUMBERS.get(attribute);
        if (limits != null) {
            try {
                long number = Long.parseLong(value);
                if (number >= limits[1] && number <= limits[2]) {
                    return;
                }
            } catch (NumberFormatException e) {
                // The error below.
            }
            throw SqsErrors.invalidParameter("Invalid value for the parameter " + attribute + ".");
        }
        if (attribute.equals("RedrivePolicy") && !value.isEmpty()) {
            redrive(value);
        }
    }

    /** Where messages go that were received too often. */
    public record Redrive(String targetName, int maxReceiveCount) {}

    @Nullable
    public Redrive redrive() {
        String policy = attributes.get("RedrivePolicy");
        return policy == null || policy.isEmpty() ? null : redrive(policy);
    }

    private static Redrive redrive(String policy) {
        try {
            Map<String, @Nullable Object> object = Json.readObject(policy);
            if (object.get("deadLetterTargetArn") instanceof String arn) {
                Object count = object.get("maxReceiveCount");
                int max = count instanceof BigDecimal number
                        ? number.intValueExact()
                        : Integer.parseInt(String.valueOf(count));
                if (max >= 1 && max <= 1000) {
                    return new Redrive(SqsNames.nameOfArn(arn), max);
                }
            }
        } catch (JsonException | ArithmeticException | NumberFormatException e) {
            // The error below.
        }
        throw SqsErrors.invalidParameter("Value for parameter RedrivePolicy is invalid.");
    }

    public long number(String attribute) {
        String value = attributes.get(attribute);
        long[] limits = NUMBERS.get(attribute);
        if (limits == null) {
            throw new IllegalArgumentException(attribute);
        }
        return value == null ? limits[0] : Long.parseLong(value);
    }

    public boolean isFifo() {
        return name.endsWith(".fifo");
    }

    public boolean deduplicatesByContent() {
        return "true".equals(attributes.get("ContentBasedDeduplication"));
    }

    public QueueSettings with(Map<String, String> changes) {
        Map<String, String> all = new LinkedHashMap<>(attributes);
        all.putAll(changes);
        return new QueueSettings(name, all);
    }

    /** All attributes with their defaults. */
    public Map<String, String> effective() {
        Map<String, String> all = new LinkedHashMap<>();
        NUMBERS.forEach((attribute, limits) -> all.put(attribute, Long.toString(limits[0])));
        all.putAll(attributes);
        all.put("QueueArn", SqsNames.arn(name));
        return all;
    }
}
