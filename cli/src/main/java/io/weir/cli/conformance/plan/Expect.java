package io.weir.cli.conformance.plan;

import java.util.Locale;
import java.util.Map;

/** What a receiver has to make of a request. */
public enum Expect {
    /** To believe it. */
    ACCEPT,
    /** Not to believe it. */
    REJECT,
    /** Both are right; the case says why. */
    EITHER;

    static final Map<String, Expect> SPELLINGS = Map.of("accept", ACCEPT, "reject", REJECT, "either", EITHER);

    /** As a case's file writes it. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
