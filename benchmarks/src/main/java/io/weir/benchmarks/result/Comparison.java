package io.weir.benchmarks.result;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Whether ratios are as good as those that were committed, as far as the noise of both lets one say. */
public final class Comparison {
    /** What two quiet runs of the same code may differ by. */
    private static final double LEAST_NOISE = 0.1;

    private Comparison() {}

    /**
     * A line for each ratio that became worse by more than noise, or is gone.
     *
     * @param committed what counts
     * @param fresh what was found now
     */
    public static List<String> worse(Result committed, Result fresh) {
        List<String> lines = new ArrayList<>();
        for (Ratio before : committed.ratios()) {
            Optional<Ratio> now = fresh.ratio(before.name());
            if (now.isEmpty()) {
                if (!isLeftOut(before, fresh)) {
                    lines.add("%s: %s was %s and was not measured"
                            .formatted(committed.name(), before.name(), Numbers.brief(before.median())));
                }
            } else if (isWorse(before, now.get())) {
                lines.add("%s: %s was %s, is %s; noise explains %s"
                        .formatted(
                                committed.name(),
                                before.name(),
                                Numbers.brief(before.median()),
                                Numbers.brief(now.get().median()),
                                Numbers.brief(allowed(before, now.get()))));
            }
        }
        return lines;
    }

    /** A peer whose tools are not here is named in the notes, by the word of the ratio behind "against". */
    private static boolean isLeftOut(Ratio ratio, Result fresh) {
        return fresh.notes().entrySet().stream()
                .anyMatch(note ->
                        note.getValue().startsWith("left out") && ratio.name().contains(note.getKey()));
    }

    private static boolean isWorse(Ratio before, Ratio now) {
        return isLessBetter(before) ? now.median() > allowed(before, now) : now.median() < allowed(before, now);
    }

    /** The worst that noise alone may make of what it was. */
    private static double allowed(Ratio before, Ratio now) {
        double noise =
                Math.max(LEAST_NOISE, before.spread().noise() + now.spread().noise());
        return isLessBetter(before) ? before.median() * (1 + noise) : before.median() / (1 + noise);
    }

    private static boolean isLessBetter(Ratio ratio) {
        Goal goal = ratio.goal();
        return goal == null || goal.isCeiling();
    }
}
