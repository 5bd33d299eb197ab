package io.weir.local;

import io.weir.envelope.BucketKeys;
import io.weir.local.FaultJournal.Line;
import io.weir.local.FaultJournal.What;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a {@link FaultRun} sent, and what came of it: what was answered with 200 against the effects in the journal, and
 * what lies in the data folder. Thread-safe while requests are sent.
 */
final class FaultLedger {
    /** With strangers, 99 of 100 genuine requests have their effect within so many times the time that they take without. */
    private static final double MOST = 3;

    private record Sent(FaultPhase phase, long micros) {}

    private final Path data;
    private final Map<String, Sent> accepted = new ConcurrentHashMap<>();
    private final Set<String> large = ConcurrentHashMap.newKeySet();
    private final Map<FaultPhase, AtomicInteger> acceptedOf = new ConcurrentHashMap<>();
    private final Map<FaultStrangers.Kind, AtomicInteger> strangers = new ConcurrentHashMap<>();
    private final AtomicInteger repeated = new AtomicInteger();
    private final AtomicInteger unanswered = new AtomicInteger();
    private final AtomicInteger refused = new AtomicInteger();
    private final AtomicInteger refusedInCalm = new AtomicInteger();
    private final List<String> wrong = new ArrayList<>();

    FaultLedger(Path data) {
        this.data = data;
    }

    /** How many genuine requests of a phase were answered with 200. */
    int accepted(FaultPhase phase) {
        return acceptedOf.getOrDefault(phase, new AtomicInteger()).get();
    }

    /**
     * Takes the answer to a genuine request.
     *
     * @param sent when it was posted, in microseconds since 1970
     * @param status 0 if there was no answer: no promise was made
     */
    void genuine(FaultPhase phase, String id, long sent, int status) {
        if (status == 200) {
            if (accepted.putIfAbsent(id, new Sent(phase, sent)) == null) {
                acceptedOf
                        .computeIfAbsent(phase, ignored -> new AtomicInteger())
                        .incrementAndGet();
            } else {
                repeated.incrementAndGet();
            }
            return;
        }
        (status == 0 ? unanswered : refused).incrementAndGet();
        if (phase.isCalm()) {
            refusedInCalm.incrementAndGet();
        }
    }

    /** Takes the answer to a stranger. */
    void stranger(FaultPhase phase, FaultStrangers.Kind kind, String id, int status) {
        strangers.computeIfAbsent(kind, ignored -> new AtomicInteger()).incrementAndGet();
        if (kind == FaultStrangers.Kind.LARGE && phase.isCalm() && status == 200) {
            large.add(id);
        }
    }

    /** How many accepted genuine events have no effect yet. */
    int missing() throws IOException {
        return missing(effects(new FaultJournal(data).read())).size();
    }

    private Set<String> missing(Map<String, Line> effects) {
        Set<String> missing = new TreeSet<>(accepted.keySet());
        missing.removeAll(effects.keySet());
        return missing;
    }

    /** The first effect of each event. */
    private static Map<String, Line> effects(List<Line> journal) {
        Map<String, Line> effects = new HashMap<>();
        journal.stream()
                .filter(line -> line.what() == What.EFFECT)
                .forEach(line -> effects.putIfAbsent(line.id(), line));
        return effects;
    }

    /** Compares, and prints what it found. False if anything is not as it must be. */
    boolean holds() throws IOException {
        List<Line> journal = new FaultJournal(data).read();
        Map<String, Line> effects = effects(journal);
        System.out.printf("%-28s%d genuine, %d of them twice%n", "accepted (200)", accepted.size(), repeated.get());
        System.out.printf("%-28s%d refused, %d without an answer%n", "not accepted", refused.get(), unanswered.get());
        System.out.printf(
                "%-28s%d events, %d archived%n",
                "effects", effects.size(), archived().size());
        check("refused in calm", refusedInCalm.get());
        check("lost", missing(effects));
        check("genuine, but set aside", ids(journal, What.GENUINE_SET_ASIDE));
        check("taken for poison", ids(journal, What.POISON));
        repeats(journal);
        strangers(journal, effects);
        ways(effects);
        FaultAttempts attempts = FaultAttempts.read(data);
        attempts.print();
        check("outages that none met", attempts.unmet());
        wrong.forEach(line -> System.out.println("  look at " + line));
        return wrong.isEmpty();
    }

    private void repeats(List<Line> journal) throws IOException {
        FaultRepeats repeats = FaultRepeats.of(journal);
        repeats.byReason().forEach((why, count) -> System.out.printf("%-28s%d, %s%n", "effect repeated", count, why));
        check("repeated, not explained", repeats.unexplained());
        Map<Boolean, List<String>> twice = archived().entrySet().stream()
                .filter(event -> event.getValue() > 1)
                .map(Map.Entry::getKey)
                .collect(Collectors.partitioningBy(this::isOfCalm));
        System.out.printf(
                "%-28s%d%n",
                "archived twice in storm", twice.getOrDefault(false, List.of()).size());
        check("archived twice in calm", twice.getOrDefault(true, List.of()));
    }

    private boolean isOfCalm(String id) {
        Sent sent = accepted.get(id);
        return sent != null && sent.phase().isCalm();
    }

    private void strangers(List<Line> journal, Map<String, Line> effects) throws IOException {
        strangers.forEach((kind, count) -> System.out.printf("%-28s%d of %s%n", "by strangers", count.get(), kind));
        check(
                "forged, with an effect",
                effects.keySet().stream().filter(id -> !isGenuine(id)).toList());
        check(
                "forged, archived",
                archived().keySet().stream().filter(id -> !isGenuine(id)).toList());
        check("forged, dead letters", ids(journal, What.FORGED_AND_DEAD));
        System.out.printf(
                "%-28s%d%n",
                "forged, unproven", ids(journal, What.FORGED_AND_UNPROVEN).size());
        List<String> inbox = inbox();
        System.out.printf("%-28s%d%n", "left in the inbox", inbox.size());
        check(
                "forged in calm, left there",
                inbox.stream().filter(large::contains).toList());
    }

    private void ways(Map<String, Line> effects) {
        long alone = way(FaultPhase.QUIET, effects);
        long beside = way(FaultPhase.STRANGERS, effects);
        double ratio = (double) beside / alone;
        System.out.printf("p99 with strangers is %.2f x that without (at most %.0f)%n", ratio, MOST);
        if (ratio > MOST) {
            wrong.add("the way of genuine requests beside strangers");
        }
    }

    /** Prints how long the way from the post to the effect was, and returns the 99th percentile in microseconds. */
    private long way(FaultPhase phase, Map<String, Line> effects) {
        long[] ways = accepted.entrySet().stream()
                .filter(sent -> sent.getValue().phase() == phase && effects.containsKey(sent.getKey()))
                .mapToLong(sent ->
                        effects.get(sent.getKey()).micros() - sent.getValue().micros())
                .sorted()
                .toArray();
        System.out.printf(
                "%-28sp50 %.1f ms, p99 %.1f ms, longest %.1f ms of %d%n",
                "the way, " + phase,
                percentile(ways, 50) / 1e3,
                percentile(ways, 99) / 1e3,
                percentile(ways, 100) / 1e3,
                ways.length);
        return percentile(ways, 99);
    }

    private static long percentile(long[] sorted, int percent) {
        if (sorted.length == 0) {
            throw new IllegalStateException("no effects to measure");
        }
        return sorted[Math.max(0, (int) Math.ceil(sorted.length * percent / 100.0) - 1)];
    }

    private void check(String what, int count) {
        System.out.printf("%-28s%d%n", what, count);
        if (count > 0) {
            wrong.add(what);
        }
    }

    private void check(String what, Iterable<String> ids) {
        List<String> all = new ArrayList<>();
        ids.forEach(all::add);
        System.out.printf("%-28s%d%n", what, all.size());
        all.stream().distinct().limit(5).forEach(id -> wrong.add(what + ", " + id));
    }

    private static Set<String> ids(List<Line> journal, What what) {
        Set<String> ids = new TreeSet<>();
        journal.stream().filter(line -> line.what() == what).forEach(line -> ids.add(line.id()));
        return ids;
    }

    static boolean isGenuine(String id) {
        return id.startsWith("genuine-");
    }

    /** How many objects of the archive are about each event, whatever id they lie under: a replay has another. */
    private Map<String, Integer> archived() throws IOException {
        Map<String, Integer> archived = new TreeMap<>();
        for (Path file : files(BucketKeys.ARCHIVE)) {
            archived.merge(FaultRequests.id(Files.readString(file)), 1, Integer::sum);
        }
        return archived;
    }

    /** Who sent what still lies in the inbox. */
    private List<String> inbox() throws IOException {
        List<String> ids = new ArrayList<>();
        for (Path file : files(BucketKeys.INBOX)) {
            ids.add(FaultRequests.id(Files.readString(file)));
        }
        return ids;
    }

    private List<Path> files(String prefix) throws IOException {
        Path folder = data.resolve("bucket").resolve(prefix);
        if (!Files.exists(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).toList();
        }
    }
}
