package io.weir.local;

import io.weir.local.FaultJournal.Line;
import io.weir.local.FaultJournal.What;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Why effects came again. An effect may repeat only if the claim was not marked as done in between, because of a kill or of
 * a fault: once it is marked nothing may act again, neither a sender's retry nor a replay. In calm nothing explains a repeat.
 *
 * @param byReason how often, for each reason
 * @param unexplained ids of events that had an effect again without a reason
 */
record FaultRepeats(Map<String, Integer> byReason, List<String> unexplained) {
    static FaultRepeats of(List<Line> journal) {
        Map<String, List<Line>> linesOfEvents = new TreeMap<>();
        Map<Line, Boolean> stormy = new HashMap<>();
        boolean storm = false;
        for (Line line : journal) {
            storm |= line.what() == What.STORM;
            stormy.put(line, storm);
            linesOfEvents
                    .computeIfAbsent(line.id(), ignored -> new ArrayList<>())
                    .add(line);
        }
        FaultRepeats repeats = new FaultRepeats(new TreeMap<>(), new ArrayList<>());
        linesOfEvents.forEach((id, lines) -> {
            Line effect = null;
            List<What> since = new ArrayList<>();
            for (Line line : lines) {
                if (line.what() != What.EFFECT) {
                    since.add(line.what());
                    continue;
                }
                if (effect != null) {
                    boolean killed = !effect.life().equals(line.life());
                    repeats.add(id, Boolean.TRUE.equals(stormy.get(effect)) ? reason(since, killed) : null);
                }
                effect = line;
                since.clear();
            }
        });
        return repeats;
    }

    private void add(String id, @Nullable String reason) {
        if (reason == null) {
            unexplained.add(id);
        } else {
            byReason.merge(reason, 1, Integer::sum);
        }
    }

    /** A mark whose answer was lost has been made all the same. Of the marks of a claim the last one counts. */
    private static @Nullable String reason(List<What> since, boolean killed) {
        What mark = null;
        for (What what : since) {
            switch (what) {
                case REPORTED_AS_FAILED -> {
                    return "sent-but-reported-as-failed";
                }
                case MARKING, MARKED -> mark = what;
                case UNMARKED -> mark = mark == What.MARKED ? mark : what;
                default -> {}
            }
        }
        if (mark == What.MARKED) {
            return null;
        }
        if (mark == What.UNMARKED) {
            return "unmarked";
        }
        if (killed) {
            return "killed-between-effect-and-mark";
        }
        return mark == null ? "mark-not-tried" : null; // the breaker of the table was open
    }
}
