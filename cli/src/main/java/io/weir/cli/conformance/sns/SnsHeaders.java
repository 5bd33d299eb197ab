package io.weir.cli.conformance.sns;

import io.weir.cli.conformance.plan.Texts;
import io.weir.cli.conformance.play.Outgoing;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The headers with which SNS posts a message. */
final class SnsHeaders {
    static final String ID = "x-amz-sns-message-id";

    private final List<Outgoing.Line> lines = new ArrayList<>();

    private SnsHeaders(String type, String id, String topic, Texts texts) {
        put("x-amz-sns-message-type", type, "Notification");
        put(ID, id, texts.fill("${message-id}"));
        put("x-amz-sns-topic-arn", topic, texts.fill("${topic}"));
        put("x-amz-sns-subscription-arn", texts.fill("${topic}:${message-id}"), "");
        put("Content-Type", "text/plain; charset=UTF-8", "");
        put("User-Agent", "Amazon Simple Notification Service Agent", "");
    }

    /**
     * They say what the body says, where a header can say it.
     *
     * @param given those of the step, which count instead
     */
    static List<Outgoing.Line> of(SnsWriter message, Texts texts, Map<String, List<String>> given) {
        return new SnsHeaders(
                        message.fieldOr("Type", ""),
                        message.fieldOr("MessageId", ""),
                        message.fieldOr("TopicArn", ""),
                        texts)
                .with(given, texts);
    }

    /** Those of a notification, around a body that is none. */
    static List<Outgoing.Line> ofNothing(Texts texts, Map<String, List<String>> given) {
        return new SnsHeaders("", "", "", texts).with(given, texts);
    }

    private List<Outgoing.Line> with(Map<String, List<String>> given, Texts texts) {
        given.forEach((name, values) -> {
            lines.removeIf(line -> line.is(name));
            values.forEach(value -> lines.add(new Outgoing.Line(name, texts.fill(value))));
        });
        return lines;
    }

    private void put(String name, String value, String fallback) {
        boolean isPlain = !value.isBlank() && value.chars().allMatch(c -> c >= ' ' && c < 0x7F);
        lines.add(new Outgoing.Line(name, isPlain ? value : fallback));
    }
}
