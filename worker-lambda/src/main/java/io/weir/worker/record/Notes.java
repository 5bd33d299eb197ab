package io.weir.worker.record;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What becomes known about a record on its way, for its log line and metrics: never a secret, a token or a body.
 * Thread-safe.
 */
public final class Notes {
    private static final String REPLAYS = "Replays";

    private final Map<String, Object> members = new ConcurrentHashMap<>();
    private volatile boolean proven;
    private volatile Runnable onProof = () -> {};

    /** It is proven genuine: what becomes of it from now on is for us to settle. */
    public void proven() {
        proven = true;
        onProof.run();
    }

    /** Sets what is to be done once it is proven genuine. */
    public void onProof(Runnable action) {
        onProof = action;
    }

    /** Whether it has been proven genuine. What has not may be a stranger's. */
    public boolean isProven() {
        return proven;
    }

    /** The sender's id of a genuine event. */
    public void event(String id) {
        members.put("eventId", id.length() <= 200 ? id : id.substring(0, 200) + "…");
    }

    /** Which of the source's secrets matched: 1 is the current one. */
    public void secret(int position) {
        members.put("SecretPosition", Integer.toString(position));
    }

    /** It had been processed before. */
    public void duplicate() {
        members.put("Duplicates", 1);
    }

    /** What was proven had been processed before, under another id or type: someone may have sent it again. */
    public void replay() {
        members.put(REPLAYS, 1);
    }

    public boolean isReplay() {
        return members.containsKey(REPLAYS);
    }

    /** Another event of the same id has another body. */
    public void conflict() {
        members.put("Conflicts", 1);
    }

    /** The table of claims was down, and the event was processed all the same. */
    public void unclaimed() {
        members.put("Unclaimed", 1);
    }

    /** Members of the log line by name. */
    public Map<String, Object> members() {
        return Map.copyOf(members);
    }
}
