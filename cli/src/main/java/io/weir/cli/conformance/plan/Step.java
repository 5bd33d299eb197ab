package io.weir.cli.conformance.plan;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One request of a case.
 *
 * @param expect what the status of its answer has to say, where that is not what the case expects; else null
 * @param method of HTTP
 * @param query what stands behind the question mark before signing, or null
 * @param headers added before signing, each with its values; of one without a value, nothing is sent
 * @param body what is sent, or null for what the scheme's events look like
 * @param signs what is signed, where that is not what is sent; else null
 * @param sns what makes it a message of SNS, or null
 * @param proof with what it is signed
 * @param clock how far the sender's clock is from the true time
 * @param changes after signing, in order
 * @param wire how it is sent
 * @param times how often the same bytes are sent
 * @param again the step of this case whose bytes are sent again, or null
 * @param answer what must be answered, or null if that does not matter
 */
public record Step(
        @Nullable Expect expect,
        String method,
        @Nullable String query,
        Map<String, List<String>> headers,
        @Nullable Body body,
        @Nullable Body signs,
        @Nullable SnsStep sns,
        Proof proof,
        Duration clock,
        List<Change> changes,
        Wire wire,
        int times,
        @Nullable Integer again,
        @Nullable Answer answer) {
    /** With what a step is signed. */
    public enum Proof {
        GENUINE,
        /** Not at all. */
        NONE,
        OTHER_SECRET,
        EMPTY_SECRET,
        /** With the right secret by another algorithm, written in the same place. */
        OTHER_ALGORITHM
    }

    static final Map<String, Proof> PROOFS = Map.of(
            "genuine", Proof.GENUINE,
            "none", Proof.NONE,
            "other-secret", Proof.OTHER_SECRET,
            "empty-secret", Proof.EMPTY_SECRET,
            "other-algorithm", Proof.OTHER_ALGORITHM);

    /** A genuine event of the scheme, as its sender sends it. */
    public static final Step GENUINE = StepParser.genuine();

    public Step {
        headers = Collections.unmodifiableMap(new LinkedHashMap<>(headers)); // in order
        changes = List.copyOf(changes);
    }

    /** The body, or this one. */
    public Body bodyOr(Body fallback) {
        return Optional.ofNullable(body).orElse(fallback);
    }
}
