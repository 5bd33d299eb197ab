package io.weir.cli.diagnose;

import io.weir.cli.diagnose.Explanation.Mark;
import io.weir.cli.diagnose.Explanation.Step;
import io.weir.cli.diagnose.Explanation.Verdict;
import io.weir.cli.text.Shown;
import io.weir.envelope.ReceivedRequest;
import io.weir.envelope.scheme.SignatureScheme;
import io.weir.verify.Reason;
import io.weir.verify.RejectionException;
import io.weir.verify.Verification;
import io.weir.verify.secret.SecretSet;
import io.weir.verify.signature.Examination;
import io.weir.verify.signature.SignatureVerifier;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
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
        SignatureSteps seen = new SignatureSteps(scheme, request, question.showExpected());
        steps.add(seen.scheme());
        steps.add(seen.headers());
        try {
            Examination examined = Examination.of(scheme, request);
            steps.add(seen.time(examined));
            steps.add(SignatureSteps.signed(examined));
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
