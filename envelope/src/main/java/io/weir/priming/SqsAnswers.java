package io.weir.priming;

import io.weir.json.Json;
import io.weir.json.JsonException;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What SQS answers, with the digests that a client checks. */
public final class SqsAnswers {
    private static final int STRING_VALUE = 1;

    private SqsAnswers() {}

    /** The answer to a SendMessage of AWS JSON, whose attributes are strings. */
    public static String sendMessage(LoopbackServer.Request request) {
        try {
            Map<String, @Nullable Object> message = Json.readObject(request.body());
            Map<?, ?> attributes = message.get("MessageAttributes") instanceof Map<?, ?> given ? given : Map.of();
            return Json.write(Map.of(
                    "MessageId", "0",
                    "MD5OfMessageBody", md5(bytes(message.get("MessageBody"))),
                    "MD5OfMessageAttributes", md5(inARow(attributes))));
        } catch (JsonException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * Names, types and values in the order of the names, each behind its length.
     *
     * @see <a href="https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-message-metadata.html">Calculating
     *     the MD5 message digest for message attributes</a>
     */
    private static byte[] inARow(Map<?, ?> attributes) {
        ByteArrayOutputStream row = new ByteArrayOutputStream();
        new TreeMap<>(attributes).forEach((name, value) -> {
            Map<?, ?> attribute = (Map<?, ?>) value;
            put(row, name);
            put(row, attribute.get("DataType"));
            row.write(STRING_VALUE);
            put(row, attribute.get("StringValue"));
        });
        return row.toByteArray();
    }

    private static void put(ByteArrayOutputStream row, @Nullable Object text) {
        byte[] bytes = bytes(text);
        row.writeBytes(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).array());
        row.writeBytes(bytes);
    }

    private static byte[] bytes(@Nullable Object text) {
        return String.valueOf(text).getBytes(StandardCharsets.UTF_8);
    }

    private static String md5(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(bytes));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has MD5", e);
        }
    }
}
