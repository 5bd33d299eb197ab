package io.weir.operations.aws;

import io.weir.envelope.ReceivedRequest;
import io.weir.envelope.Sha256;
import io.weir.operations.Filter;
import io.weir.operations.State;
import io.weir.operations.aws.ledger.Conditions;
import io.weir.operations.aws.ledger.Life;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a purge is to delete. Letters are known by all that a filter asks for; what lies in the bucket knows neither state nor
 * reason nor the door's id, so those are looked up in the logs first.
 *
 * @param filter as it was given
 * @param keys of archived bodies that the logs name for the ids that are asked for
 * @param senderIds that may be meant by those ids
 */
record Targets(Filter filter, Set<String> keys, Set<String> senderIds) {
    static Targets of(Filter filter, Requests requests) throws IOException {
        Set<String> keys = new HashSet<>();
        Set<String> senderIds = new HashSet<>(filter.ids());
        for (String id : filter.ids()) {
            Life life = requests.life(id);
            if (life != null && life.archiveKey() != null) {
                keys.add(life.archiveKey());
            }
        }
        return new Targets(filter, keys, senderIds);
    }

    boolean admits(Letter letter, Envelopes envelopes) throws IOException {
        // A letter does not say which id its sender gave it, unless its body is read.
        Filter known = filter.withIds(List.of());
        if (!LetterChange.admits(letter, known, envelopes)) {
            return false;
        }
        return filter.ids().isEmpty()
                || Conditions.admitsAllButText(Filter.ALL.withIds(filter.ids()), letter.summary())
                || holdsId(envelopes.of(letter));
    }

    private boolean holdsId(@Nullable ReceivedRequest request) {
        return request != null && senderIds.stream().anyMatch(id -> LetterChange.holds(request, id));
    }

    /** Whether a request of the inbox is meant. */
    boolean admits(@Nullable ReceivedRequest request) {
        return request != null
                && isNeitherOfStateNorReason()
                && isOf(request.source(), request.receivedAt())
                && (filter.ids().isEmpty() || isId(request.id()) || holdsId(request))
                && (filter.type() == null || LetterChange.holds(request, filter.type()))
                && (filter.grep() == null || LetterChange.holds(request, filter.grep()));
    }

    private boolean isId(@Nullable String id) {
        return id != null
                && filter.ids().stream()
                        .anyMatch(wanted -> wanted.length() >= Filter.SHORTEST_PREFIX && id.startsWith(wanted));
    }

    /** Whether an archived body is meant, by what stands beside it; the text is left for later. */
    boolean admits(String key, Map<String, String> metadata) {
        if (keys.contains(key)) {
            return true;
        }
        return isNeitherOfStateNorReason()
                && isOf(metadata.getOrDefault("source", ""), time(metadata.get("received-at")))
                && (filter.ids().isEmpty()
                        || senderIds.stream().anyMatch(id -> isSafe(metadata.getOrDefault("id", ""), id)))
                && (filter.type() == null || isSafe(metadata.getOrDefault("type", ""), filter.type()));
    }

    /** Whether a sample of something rejected is meant, by its first line. */
    boolean admits(Map<String, @Nullable Object> head) {
        return filter.ids().isEmpty()
                && filter.type() == null
                && isOf(String.valueOf(head.get("source")), time(String.valueOf(head.get("receivedAt"))))
                && Conditions.isReason(filter, String.valueOf(head.get("reason")))
                && (filter.states().isEmpty() || filter.states().contains(State.REJECTED));
    }

    private boolean isNeitherOfStateNorReason() {
        return filter.states().isEmpty() && filter.reason() == null;
    }

    private boolean isOf(String source, Instant receivedAt) {
        return (filter.sources().isEmpty() || filter.sources().contains(source))
                && (filter.since() == null || !receivedAt.isBefore(filter.since()))
                && (filter.until() == null || receivedAt.isBefore(filter.until()));
    }

    /** What has no time that can be read is taken for old: it must not outlive a purge of what is older than some time. */
    private static Instant time(@Nullable String text) {
        try {
            return text == null ? Instant.EPOCH : Instant.parse(text);
        } catch (DateTimeException e) {
            return Instant.EPOCH;
        }
    }

    /** Whether the archive's form of an id is that of this one, or of a replay of it: see the key of the action archive. */
    static boolean isSafe(String safe, String id) {
        int cut = safe.indexOf("~~");
        if (cut >= 0) {
            return safe.substring(cut + 2).equals(Sha256.hex(id.getBytes(StandardCharsets.UTF_8)));
        }
        try {
            String plain = URLDecoder.decode(safe.replace("+", "%2B"), StandardCharsets.UTF_8);
            return plain.equals(id) || plain.startsWith(id + "~");
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** The text that bodies are searched for, or null. */
    @Nullable
    String text() {
        return filter.grep() == null ? null : filter.grep().toLowerCase(Locale.ROOT);
    }
}
