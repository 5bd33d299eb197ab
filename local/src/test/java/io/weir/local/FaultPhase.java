package io.weir.local;

import java.util.Locale;

/** The parts of a fault run. Each has a source of webhooks of its own, whose secret nobody has read before. */
enum FaultPhase {
    /** Not measured: the process gets warm. */
    WARM,
    /** Genuine requests alone. */
    QUIET,
    /** The same load of genuine requests, and strangers. */
    STRANGERS,
    /** Strangers, kills, and downstreams that fail. */
    STORM;

    String hooks() {
        return "hooks-" + name().toLowerCase(Locale.ROOT);
    }

    /** Whether nothing fails, so that nothing may go wrong. */
    boolean isCalm() {
        return this != STORM;
    }
}
