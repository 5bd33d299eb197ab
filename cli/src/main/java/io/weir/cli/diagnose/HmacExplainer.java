package io.weir.cli.diagnose;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.weir.cli.diagnose.Explanation.Mark;
import io.weir.cli.diagnose.Explanation.Step;
import io.weir.cli.diagnose.Explanation.Verdict;
import io.weir.cli.text.Shown;
import io.weir.envelope.ReceivedRequest;
import io.weir.envelope.Sha256;
import io.weir.envelope.scheme.FieldLocation;
import io.weir.envelope.scheme.SendTime;
import io.weir.envelope.scheme.SignatureScheme;
import io.weir.envelope.scheme.SignedTemplate;
import io.weir.verify.Reason;
import io.weir.verify.RejectionException;
import io.weir.verify.Verification;
import io.weir.verify.secret.SecretSet;
import io.weir.verify.signature.Examination;
import io.weir.verify.signature.SignatureVerifier;
import java.io.IOException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Explains a signed webhook. The verdict is that of the worker's verifier; the steps show what it read and computed. */
public final class HmacExplainer {
    private final Question question;
    private final SignatureScheme scheme;
    private final ReceivedRequest request;
    private final List<Step> steps = new ArrayList<>();

    private HmacExplainer(Question question) {
        this.question = question;
        this.scheme = question.scheme();
        this.request = question.request();
    }

    /** Goes the verifier's way and says what it met. */
    public static Explanation explain(Question question) {
        return new HmacExplainer(question).explain();
    }

    private Explanation explain() {
        steps.add(scheme());
        steps.add(headers());
        try {
            Examination examined = Examination.of(scheme, request);
            addTime(examined);
            steps.add(signed(examined));
            steps.add(secret());
            steps.addAll(signatures(examined));
        } catch (RejectionException e) {
            steps.add(Step.of(Mark.WRONG, "signature", String.valueOf(e.getMessage())));
            steps.add(secret());
        }
        return concluded(verdict());
    }

    private Verification verdict() {
        return new SignatureVerifier((reference, fresh) -> {
                    question.secret().current();
                    return SecretSet.of(question.secret().secrets(), Instant.MIN);
                })
                .verify(request, question.source());
    }

    private Explanation concluded(Verification verification) {
        return switch (verification) {
            case Verification.Rejected(Reason reason, String detail) -> {
                boolean signed = reason == Reason.SIGNATURE || reason == Reason.MALFORMED || reason == Reason.UNSIGNED;
                List<String> mistakes = signed ? HmacMistakes.find(question) : List.of();
                List<String> advice = mistakes.isEmpty() ? HmacAdvice.of(reason, question) : HmacAdvice.afterMistake();
                yield new Explanation(Verdict.REJECTED, reason + ": " + detail, steps, mistakes, advice);
            }
            case Verification.Undecided(Reason reason, IOException fault) ->
                new Explanation(
                        Verdict.UNDECIDED,
                        reason + ": " + fault.getMessage(),
                        steps,
                        List.of(),
                        HmacAdvice.of(reason, question));
            default -> new Explanation(Verdict.GENUINE, null, steps, List.of(), List.of());
        };
    }

    private Step scheme() {
        SignatureScheme.Signature rule = scheme.signature();
        StringBuilder signed = new StringBuilder();
        scheme.signed().parts().forEach(part -> signed.append(name(part)));
        return Step.of(
                Mark.SEEN,
                "scheme",
                scheme.name() + ": " + rule.algorithm().text() + " in "
                        + rule.encoding().name().toLowerCase(Locale.ROOT) + " in the " + Places.name(rule.at()),
                "signed is " + signed,
                "the secret is " + key(rule.key()));
    }

    private static String key(SignatureScheme.KeyForm form) {
        return switch (form) {
            case UTF8 -> "used as the text that it is";
            case HEX -> "decoded from hex";
            case BASE64 -> "decoded from base64";
            case WHSEC -> "decoded from base64, without the whsec_ before it";
        };
    }

    private static String name(SignedTemplate.Part part) {
        return switch (part) {
            case SignedTemplate.Literal(String text) -> Shown.escaped(text);
            case SignedTemplate.Header(String name) -> "{header:" + name + "}";
            case SignedTemplate.Time time -> "{t}";
            default -> "{" + part.getClass().getSimpleName().toLowerCase(Locale.ROOT) + "}";
        };
    }

    /** Each header that verification reads; of the signature's no more than its beginning. */
    private Step headers() {
        List<String> lines = new ArrayList<>();
        boolean missing = false;
        for (String name : scheme.requiredHeaders()) {
            String value = request.header(name);
            missing |= value == null;
            boolean isSignature = scheme.signature().at().contains(new FieldLocation.Header(name));
            lines.add(name + ": "
                    + (value == null
                            ? "missing"
                            : isSignature ? signatureHeader(value) : Shown.bytes(value.getBytes(UTF_8))));
        }
        if (missing) {
            lines.add("the headers that came: "
                    + String.join(", ", request.headers().keySet()));
        }
        return new Step(missing ? Mark.WRONG : Mark.OK, "headers", lines);
    }

    private String signatureHeader(String value) {
        int prefix = value.startsWith("sha") || value.startsWith("v") ? value.indexOf('=') + 1 : 0;
        return Shown.escaped(value.substring(0, prefix))
                + Shown.credential(value.substring(prefix), question.showExpected());
    }

    private void addTime(Examination examined) {
        SendTime rule = scheme.time();
        Instant sentAt = examined.sentAt();
        if (rule == null || sentAt == null) {
            steps.add(Step.of(Mark.SEEN, "time", "the scheme has none: its age is not judged"));
            return;
        }
        Duration age = Duration.between(sentAt, request.receivedAt());
        boolean fresh = age.abs().compareTo(rule.maxAge()) <= 0;
        steps.add(Step.of(
                fresh ? Mark.OK : Mark.WRONG,
                "time",
                "sent at " + sentAt + " (" + Shown.escaped(String.valueOf(examined.time())) + "), received at "
                        + request.receivedAt(),
                (age.isNegative() ? age.abs().toSeconds() + " s after it was received" : age.toSeconds() + " s old")
                        + "; " + rule.maxAge().toSeconds() + " s are admitted"));
    }

    private static Step signed(Examination examined) {
        StringBuilder text = new StringBuilder();
        MessageDigest digest = Sha256.digest();
        long length = 0;
        boolean hasSecret = false;
        for (byte[] part : examined.signed()) {
            if (part == null) {
                text.append("{secret}");
                hasSecret = true;
            } else {
                text.append(Shown.bytes(part));
                digest.update(part);
                length += part.length;
            }
        }
        String hash = HexFormat.of().formatHex(digest.digest());
        return Step.of(
                Mark.SEEN,
                "signed",
                text.toString(),
                length + " bytes" + (hasSecret ? " beside the secret" : "") + ", SHA-256 " + hash);
    }

    private Step secret() {
        String fault = question.secret().fault();
        if (fault != null) {
            return Step.of(Mark.WRONG, "secret", fault);
        }
        List<String> lines = new ArrayList<>();
        int count = question.secret().secrets().size();
        lines.add(question.secret().origin() + ": " + (count == 1 ? "one secret" : count + " secrets"));
        return new Step(Mark.OK, "secret", lines);
    }

    private List<Step> signatures(Examination examined) {
        List<Step> found = new ArrayList<>();
        int position = 0;
        for (byte[] secret : question.secret().secrets()) {
            position++;
            found.add(signature(examined, secret, position));
        }
        return found;
    }

    private Step signature(Examination examined, byte[] secret, int position) {
        String what = question.secret().secrets().size() == 1 ? "signature" : "signature by secret " + position;
        List<String> lines = new ArrayList<>();
        boolean matches;
        try {
            matches = examined.isBy(secret);
            String expected = examined.expected(secret);
            lines.add("expected " + Shown.credential(expected, question.showExpected()));
            for (String received : examined.received()) {
                lines.add("received " + Shown.credential(received, question.showExpected())
                        + difference(expected, received));
            }
        } catch (IOException e) {
            return Step.of(Mark.WRONG, what, String.valueOf(e.getMessage()));
        }
        return new Step(matches ? Mark.OK : Mark.WRONG, what, lines);
    }

    private static @Nullable String difference(String expected, String received) {
        int at = Shown.difference(expected, received);
        return at == 0 ? ", the same" : ", another from character " + at + " on";
    }
}
