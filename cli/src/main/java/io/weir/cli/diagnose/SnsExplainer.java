package io.weir.cli.diagnose;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.weir.action.SnsMessage;
import io.weir.cli.diagnose.Explanation.Mark;
import io.weir.cli.diagnose.Explanation.Step;
import io.weir.cli.diagnose.Explanation.Verdict;
import io.weir.cli.text.Shown;
import io.weir.envelope.ReceivedRequest;
import io.weir.envelope.scheme.SnsScheme;
import io.weir.envelope.source.Source;
import io.weir.verify.Reason;
import io.weir.verify.RejectionException;
import io.weir.verify.Verification;
import io.weir.worker.sns.SnsVerifier;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/** Explains a message of Amazon SNS. The verdict is that of the worker's verifier. */
public final class SnsExplainer {
    private final Source source;
    private final ReceivedRequest request;
    private final SnsVerifier verifier;
    private final List<Step> steps = new ArrayList<>();

    private SnsExplainer(Source source, ReceivedRequest request, SnsVerifier verifier) {
        this.source = source;
        this.request = request;
        this.verifier = verifier;
    }

    /**
     * Goes the verifier's way and says what it met.
     *
     * @param source whose scheme is that of SNS
     * @param verifier with the certificates that may be used
     */
    public static Explanation explain(Source source, ReceivedRequest request, SnsVerifier verifier) {
        return new SnsExplainer(source, request, verifier).explain();
    }

    private Explanation explain() {
        Verification verification = verifier.verify(request, source);
        try {
            addSteps(SnsVerifier.read(request.body()), verification);
        } catch (RejectionException e) {
            steps.add(Step.of(
                    Mark.WRONG,
                    "message",
                    String.valueOf(e.getMessage()),
                    "the body begins "
                            + Shown.bytes(Arrays.copyOf(request.body(), Math.min(80, request.body().length)))));
        }
        return concluded(verification);
    }

    private Explanation concluded(Verification verification) {
        return switch (verification) {
            case Verification.Rejected(Reason reason, String detail) -> {
                if (reason == Reason.SIGNATURE || reason == Reason.CERTIFICATE) {
                    steps.add(Step.of(Mark.WRONG, reason.toString(), detail));
                }
                yield new Explanation(
                        Verdict.REJECTED,
                        reason + ": " + detail,
                        steps,
                        reason == Reason.SIGNATURE ? SnsMistakes.find(source, request, verifier) : List.of(),
                        SnsMistakes.advice(reason));
            }
            case Verification.Undecided(Reason reason, IOException fault) -> {
                steps.add(Step.of(Mark.SEEN, reason.toString(), String.valueOf(fault.getMessage())));
                yield new Explanation(
                        Verdict.UNDECIDED,
                        reason + ": " + fault.getMessage(),
                        steps,
                        List.of(),
                        SnsMistakes.advice(reason));
            }
            default -> {
                steps.add(Step.of(Mark.OK, "signature", "matches by the certificate of SNS"));
                yield new Explanation(Verdict.GENUINE, null, steps, List.of(), List.of());
            }
        };
    }

    private void addSteps(SnsVerifier.Claimed message, Verification verification) {
        SnsMessage content = message.content();
        steps.add(Step.of(
                Mark.SEEN, "message", content.type().text() + ", MessageId " + Shown.escaped(content.messageId())));
        boolean listed = source.allowsTopic(content.topicArn());
        List<String> topic = new ArrayList<>(List.of(Shown.escaped(content.topicArn())));
        if (!listed) {
            topic.add(
                    "is not on the list: " + String.join(", ", source.topics()) + String.join(", ", source.accounts()));
        }
        steps.add(new Step(listed ? Mark.OK : Mark.WRONG, "topic", topic));
        steps.add(headers(content));
        boolean known = Set.of("1", "2").contains(message.version());
        steps.add(Step.of(
                known ? Mark.OK : Mark.WRONG,
                "SignatureVersion",
                Shown.escaped(message.version()) + (known ? "" : ": neither 1 (SHA-1) nor 2 (SHA-256)")));
        steps.add(time(content));
        boolean refused =
                verification instanceof Verification.Rejected rejected && rejected.reason() == Reason.CERTIFICATE_URL;
        steps.add(certificate(message, refused));
        byte[] signed = message.signed().getBytes(UTF_8);
        steps.add(Step.of(Mark.SEEN, "signed", Shown.bytes(signed), "the fields that SNS signs, in its order"));
    }

    private Step headers(SnsMessage content) {
        List<String> lines = new ArrayList<>();
        compare("x-amz-sns-message-type", content.type().text(), lines);
        compare("x-amz-sns-message-id", content.messageId(), lines);
        compare("x-amz-sns-topic-arn", content.topicArn(), lines);
        boolean same = lines.isEmpty();
        if (same) {
            lines.add("none says something else than the body");
        }
        return new Step(same ? Mark.OK : Mark.WRONG, "headers", lines);
    }

    /** Adds a line if the header says something else than the body. */
    private void compare(String name, String inBody, List<String> lines) {
        String value = request.header(name);
        if (value != null && !value.equals(inBody)) {
            lines.add(name + ": " + Shown.escaped(value) + ", but the body says " + Shown.escaped(inBody));
        }
    }

    private Step time(SnsMessage content) {
        Duration age = Duration.between(content.timestamp(), request.receivedAt());
        Duration most = source.scheme() instanceof SnsScheme sns ? sns.maxAge() : SnsScheme.DEFAULT.maxAge();
        return Step.of(
                age.abs().compareTo(most) <= 0 ? Mark.OK : Mark.WRONG,
                "time",
                "published at " + content.timestamp() + ", received at " + request.receivedAt(),
                age.toSeconds() + " s old; " + most.toSeconds() + " s are admitted");
    }

    private static Step certificate(SnsVerifier.Claimed message, boolean refused) {
        String region = message.content().topicArn().split(":", -1)[3];
        String url = Shown.escaped(message.certificateUrl());
        return refused
                ? Step.of(
                        Mark.WRONG,
                        "certificate",
                        url,
                        "is not of SNS in the topic's region: expected https://sns." + Shown.escaped(region)
                                + ".<suffix>/SimpleNotificationService-<32 hex digits>.pem; it is not fetched")
                : Step.of(Mark.SEEN, "certificate", url);
    }
}
