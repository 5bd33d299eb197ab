package io.weir.local.sqs.rules;

import io.weir.envelope.SqsLimits;
import io.weir.envelope.SqsText;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;

/**
 * What SQS refuses.
 *
 * @see <a href="https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessage.html">SendMessage</a>
 */
public final class SqsRules {
    private static final int MAX_ATTRIBUTES = 10;
    private static final long MAX_VISIBILITY = SqsLimits.VISIBILITY.toSeconds();
    private static final Pattern NAME =
            Pattern.compile("(?!(?i:aws\\.|amazon\\.))(?!\\.)(?!.*\\.\\.)[A-Za-z0-9_.-]{1,256}(?<!\\.)");
    private static final Pattern TYPE = Pattern.compile("(String|Number|Binary)(\\..{1,248})?");
    private static final Pattern ID = Pattern.compile("[\\x21-\\x7E]{1,128}");

    private SqsRules() {}

    public static void message(
            QueueSettings queue, @Nullable String body, Map<String, MessageAttributeValue> attributes) {
        if (body == null || body.isEmpty()) {
            throw SqsErrors.missingParameter("The request must contain the parameter MessageBody.");
        }
        if (!SqsText.isLegal(body)) {
            throw SqsErrors.invalidContents();
        }
        if (attributes.size() > MAX_ATTRIBUTES) {
            throw SqsErrors.invalidParameter("Number of message attributes exceeds the allowed maximum of 10.");
        }
        attributes.forEach(SqsRules::attribute);
        if (size(body, attributes) > queue.number("MaximumMessageSize")) {
            throw SqsErrors.invalidParameter("One or more parameters are invalid. Reason: Message must be shorter than "
                    + queue.number("MaximumMessageSize") + " bytes.");
        }
    }

    private static void attribute(String name, MessageAttributeValue value) {
        String text = value.stringValue();
        boolean binary = value.binaryValue() != null && value.binaryValue().asByteArrayUnsafe().length > 0;
        String type = value.dataType();
        boolean typed =
                "String".equals(type) || (type != null && TYPE.matcher(type).matches());
        boolean filled = binary || (text != null && !text.isEmpty() && SqsText.isLegal(text));
        if (!NAME.matcher(name).matches() || !typed || !filled) {
            throw SqsErrors.invalidParameter("The message attribute '" + name + "' is invalid.");
        }
    }

    /** Body, and of each attribute its name, type and value. */
    public static long size(String body, Map<String, MessageAttributeValue> attributes) {
        long size = SqsText.utf8Length(body);
        for (Map.Entry<String, MessageAttributeValue> attribute : attributes.entrySet()) {
            MessageAttributeValue value = attribute.getValue();
            size += SqsText.utf8Length(attribute.getKey()) + SqsText.utf8Length(value.dataType());
            size += value.binaryValue() == null
                    ? SqsText.utf8Length(value.stringValue())
                    : value.binaryValue().asByteArrayUnsafe().length;
        }
        return size;
    }

    public static @Nullable String groupId(QueueSettings queue, @Nullable String groupId) {
        if (groupId == null && queue.isFifo()) {
            throw SqsErrors.missingParameter("The request must contain the parameter MessageGroupId.");
        }
        if (groupId != null && !ID.matcher(groupId).matches()) {
            throw SqsErrors.invalidParameter("MessageGroupId can only include printable ASCII characters, 1 to 128.");
        }
        return groupId;
    }

    public static int visibility(@Nullable Integer seconds) {
        if (seconds == null || seconds < 0 || seconds > MAX_VISIBILITY) {
            throw SqsErrors.invalidParameter("VisibilityTimeout must be between 0 and " + MAX_VISIBILITY + ".");
        }
        return seconds;
    }

    public static int between(@Nullable Integer value, int fallback, int min, int max, String parameter) {
        int number = value == null ? fallback : value;
        if (number < min || number > max) {
            throw SqsErrors.invalidParameter("Value " + number + " for parameter " + parameter
                    + " is invalid. Must be between " + min + " and " + max + ".");
        }
        return number;
    }
}
