package io.weir.cli.diagnose;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Why a request is genuine or not, for a person. Holds no secret, and of a signature no more than its beginning unless that
 * was asked for.
 *
 * @param verdict the worker's own
 * @param reason why it is not genuine, a fixed word, or null
 * @param steps what was looked at, in order
 * @param mistakes what must have been otherwise for the signature to match, each a clause behind "it matches if"
 * @param advice what to do next, each a sentence
 */
public record Explanation(
        Verdict verdict, @Nullable String reason, List<Step> steps, List<String> mistakes, List<String> advice) {
    /** What is known in the end. */
    public enum Verdict {
        GENUINE,
        REJECTED,
        UNDECIDED
    }

    /** How a step came out. */
    public enum Mark {
        OK,
        WRONG,
        /** It is only shown, or could not be told. */
        SEEN
    }

    /**
     * One thing that was looked at.
     *
     * @param what its name, a word or two
     * @param lines what was found
     */
    public record Step(Mark mark, String what, List<String> lines) {
        public Step {
            lines = List.copyOf(lines);
        }

        /** With these lines. */
        public static Step of(Mark mark, String what, String... lines) {
            return new Step(mark, what, List.of(lines));
        }
    }

    public Explanation {
        steps = List.copyOf(steps);
        mistakes = List.copyOf(mistakes);
        advice = List.copyOf(advice);
    }
}
