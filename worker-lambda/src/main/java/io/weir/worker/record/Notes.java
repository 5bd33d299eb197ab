package io.weir.worker.record;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * What becomes known about a record on its way, for its log line and metrics: never a secret, a token or a body.
 * Thread-safe.
 */
public final class Notes {
    private static final int MAX_TEXT = 200;

    /**
     * An action as it was performed.
     *
     * @param isDone whether it came to its end without a fault
     */
    public record Step(String action, boolean isDone, Duration duration) {}

    private static final String REPLAYS = "Replays";
    private static final String REPLAY_OF = "replayOf";
    private static final String DUPLICATES = "Duplicates";
    private static final String FILTERED = "Filtered";

    private final Map<String, Object> members = new ConcurrentHashMap<>();
    private final List<Step> steps = new CopyOnWriteArrayList<>();
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
        members.put("eventId", shortened(id));
    }

    /** The id of the request of which this is a replay. */
    public void replayOf(String id) {
        members.put(REPLAY_OF, shortened(id));
    }

    /** Whether it was met for the first time: neither processed before nor wanted again by an operator. */
    public boolean isFirst() {
        return !isDuplicate() && !isReplay() && !members.containsKey(REPLAY_OF);
    }

    /** The key under which its body lies in the bucket. */
    public void archived(String key) {
        members.put("archiveKey", key);
    }

    /** The size of its body, in bytes. */
    public void size(int bytes) {
        members.put("bytes", bytes);
    }

    /** The sender's type of a genuine event. */
    public void type(String type) {
        members.put("eventType", shortened(type));
    }

    private static String shortened(String text) {
        return text.length() <= MAX_TEXT ? text : text.substring(0, MAX_TEXT) + "…";
    }

    /** An action has come to its end, or failed. */
    public void step(String action, boolean isDone, Duration duration) {
        steps.add(new Step(action, isDone, duration));
    }

    /** The actions that were performed, in order. */
    public List<Step> steps() {
        return List.copyOf(steps);
    }

    /** The noted text of this name, or null. */
    public @Nullable String text(String name) {
        return members.get(name) instanceof String text ? text : null;
    }

    /** Whether it had been processed before. */
    public boolean isDuplicate() {
        return members.containsKey(DUPLICATES);
    }

    /** Which of the source's secrets matched: 1 is the current one. */
    public void secret(int position) {
        members.put("SecretPosition", Integer.toString(position));
    }

    /** It had been processed before. */
    public void duplicate() {
        members.put(DUPLICATES, 1);
    }

    /** What was proven had been processed before, under another id or type: someone may have sent it again. */
    public void replay() {
        members.put(REPLAYS, 1);
    }

    public boolean isReplay() {
        return members.containsKey(REPLAYS);
    }

    /** None of its source's actions is for such events. */
    public void filtered() {
        members.put(FILTERED, 1);
    }

    public boolean isFiltered() {
        return members.containsKey(FILTERED);
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
