package io.weir.system;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The states of published versions as Lambda has them with SnapStart: pending for a while, then active or failed; inactive when nobody has
 * called one for long, and pending again by the call that failed because of it. Thread-safe.
 *
 * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/snapstart-activate.html">SnapStart and Lambda function states</a>
 */
final class Versions {
    /** How often a version is seen pending before it is what it becomes. */
    private static final int PENDING_LOOKS = 2;

    private static final class Life {
        private int looks;
        private String becomes = "Active";
        private String reason = "";
        private boolean inactive;
    }

    /** @param reason empty for a version that is active */
    record State(String name, String reason) {}

    private final Set<String> withSnapshots = new HashSet<>();
    private final Map<String, Life> lives = new HashMap<>();
    private final Map<String, String> failing = new HashMap<>();
    private final List<String> seen = new ArrayList<>();
    private final List<String> early = new ArrayList<>();

    /** Whether versions of the function have snapshots; if not, they are active at once. */
    synchronized void snapStart(String function, boolean on) {
        if (on) {
            withSnapshots.add(function);
        } else {
            withSnapshots.remove(function);
        }
    }

    synchronized boolean hasSnapStart(String function) {
        return withSnapshots.contains(function);
    }

    /** Versions of the function that are published from now on fail to start; null: they start. */
    synchronized void startsFail(String function, @Nullable String reason) {
        if (reason == null) {
            failing.remove(function);
        } else {
            failing.put(function, reason);
        }
    }

    synchronized void published(String function, String version) {
        Life life = life(function, version);
        String reason = failing.get(function);
        if (reason != null) {
            life.becomes = "Failed";
            life.reason = reason;
        }
    }

    /** As after 14 days without a call. */
    synchronized void fallAsleep(String function, String version) {
        life(function, version).inactive = true;
    }

    /** What a look at a version finds. */
    synchronized State look(String function, String version) {
        Life life = life(function, version);
        State state;
        if (life.inactive) {
            state = new State("Inactive", "The function is idle");
        } else if (life.looks < PENDING_LOOKS) {
            life.looks++;
            state = new State("Pending", "The function is being created");
        } else {
            state = new State(life.becomes, life.reason);
        }
        seen.add(function + ":" + version + " " + state.name());
        return state;
    }

    /** A call: whether there is an answer. The first one of an inactive version wakes it. */
    synchronized boolean call(String function, String version) {
        Life life = life(function, version);
        if (life.inactive) {
            life.inactive = false;
            life.looks = 0;
            return false;
        }
        return life.looks >= PENDING_LOOKS && life.becomes.equals("Active");
    }

    /** An alias leads to a version now. */
    synchronized void named(String function, String version) {
        Life life = life(function, version);
        if (life.looks < PENDING_LOOKS || !life.becomes.equals("Active")) {
            early.add(function + ":" + version);
        }
    }

    private Life life(String function, String version) {
        return lives.computeIfAbsent(function + ":" + version, key -> {
            Life life = new Life();
            life.looks = withSnapshots.contains(function) ? 0 : PENDING_LOOKS;
            return life;
        });
    }

    /** All looks: {@code function:version State}. */
    synchronized List<String> seen() {
        return List.copyOf(seen);
    }

    /** Versions to which an alias led before they could be called. */
    synchronized List<String> early() {
        return List.copyOf(early);
    }
}
