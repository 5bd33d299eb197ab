package io.weir.cli.conformance.plan;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One case: what is sent, and what a receiver has to make of it.
 *
 * @param folder to which schemes it belongs: {@code any}, a kind of scheme, or a scheme's name
 * @param id unique among all cases
 * @param title one sentence
 * @param rule where it is written that the expectation is right: a URL, or a sentence
 * @param why where both are right, why; else null
 * @param effects how many effects are demanded over all steps, or null if the case does not say it
 * @param busy whether a receiver may also answer with a fault of its own, by which it asks for another attempt
 * @param steps at least one
 */
public record Case(
        String folder,
        String id,
        String title,
        String rule,
        Expect expect,
        @Nullable String why,
        @Nullable Integer effects,
        boolean busy,
        List<Step> steps) {
    public Case {
        steps = List.copyOf(steps);
    }

    /** The fewest effects that are as expected. */
    public int fewest() {
        if (effects != null) {
            return effects;
        }
        return expect == Expect.ACCEPT ? 1 : 0;
    }

    /** The most effects that are as expected. */
    public int most() {
        if (effects != null) {
            return effects;
        }
        return expect == Expect.REJECT ? 0 : 1;
    }

    /** What the status of a step's answer has to say. */
    public Expect of(Step step) {
        return step.expect() == null ? expect : step.expect();
    }

    /**
     * Whether only who sees effects can judge it: it is sent more than once, and each answer may be a yes although the number of
     * effects is wrong.
     */
    public boolean needsEffects() {
        int sent = steps.stream().mapToInt(Step::times).sum();
        return effects != null && sent > 1 && steps.stream().allMatch(step -> step.expect() == null);
    }
}
