package io.weir.cli.conformance.play;

import io.weir.cli.conformance.plan.Case;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What became of a case.
 *
 * @param seen what the receiver made of it
 * @param effects how many were observed; 0 if none can be
 * @param statuses of its answers in order, 0 where none came
 * @param ok whether it is as expected; null if it cannot be judged
 * @param detail why not, or the empty text
 * @param fetched URLs that the receiver fetched meanwhile
 */
public record Played(
        Case played,
        Seen seen,
        int effects,
        List<Integer> statuses,
        @Nullable Boolean ok,
        String detail,
        List<String> fetched) {
    /** What a receiver made of a case. */
    public enum Seen {
        ACCEPT("accept"),
        REJECT("reject"),
        /** Neither: it answered with a fault of its own, or not at all. */
        ERROR("error"),
        NOT_JUDGED("not judged");

        private final String text;

        Seen(String text) {
            this.text = text;
        }

        /** As reports write it. */
        public String text() {
            return text;
        }
    }

    public Played {
        statuses = List.copyOf(statuses);
        fetched = List.copyOf(fetched);
    }
}
