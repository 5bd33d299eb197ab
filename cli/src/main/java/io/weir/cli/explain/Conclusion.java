package io.weir.cli.explain;

import io.weir.cli.diagnose.Explanation;
import io.weir.cli.diagnose.Explanation.Step;
import io.weir.cli.diagnose.Explanation.Verdict;
import io.weir.verify.Verification;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

/** Puts a verdict behind the steps that led to it. */
final class Conclusion {
    private Conclusion() {}

    /**
     * @param mistakes looked for only if it is rejected: each a clause behind "it matches if"
     * @param advice what to look at next if none was found
     */
    static Explanation of(
            Verification verification,
            List<Step> steps,
            Supplier<List<String>> mistakes,
            Function<Verification.Rejected, List<String>> advice) {
        return switch (verification) {
            case Verification.Rejected rejected -> {
                List<String> found = mistakes.get();
                yield new Explanation(
                        Verdict.REJECTED,
                        rejected.reason() + ": " + rejected.detail(),
                        steps,
                        found,
                        found.isEmpty()
                                ? advice.apply(rejected)
                                : List.of("Put that right at the sender, in the source or in what lies between, then"
                                        + " send it again."));
            }
            case Verification.Undecided undecided ->
                new Explanation(
                        Verdict.UNDECIDED,
                        undecided.reason() + ": " + undecided.fault().getMessage(),
                        steps,
                        List.of(),
                        List.of("Put that right, then try again; the worker would try the event again, too."));
            default -> new Explanation(Verdict.GENUINE, null, steps, List.of(), List.of());
        };
    }
}
