package io.weir.local;

import io.weir.envelope.BucketKeys;
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
import java.util.stream.Stream;

/**
 * What a {@link FaultRun} sent, and what came of it: what was answered with 200 against the effects that lie in the data
 * folder. Thread-safe while requests are sent.
 */
final class FaultLedger {
    private final Path data;
    private final Set<String> accepted = ConcurrentHashMap.newKeySet();
    private final Set<String> forged = ConcurrentHashMap.newKeySet();
    private final AtomicInteger repeated = new AtomicInteger();
    private final AtomicInteger unanswered = new AtomicInteger();
    private final AtomicInteger refused = new AtomicInteger();

    FaultLedger(Path data) {
        this.data = data;
    }

    /** How many genuine requests were answered with 200. */
    int accepted() {
        return accepted.size();
    }

    void sendingForged(String id) {
        forged.add(id);
    }

    /** @param status 0 if there was no answer: no promise was made */
    void answered(String id, int status) {
        if (status == 200 && !forged.contains(id)) {
            if (!accepted.add(id)) {
                repeated.incrementAndGet();
            }
        } else if (status == 0) {
            unanswered.incrementAndGet();
        } else if (status != 200) {
            refused.incrementAndGet();
        }
    }

    /** Compares, and prints what it found. False if anything is lost, forged or not explained. */
    boolean holds() throws IOException {
        Map<String, List<String>> effects = new HashMap<>();
        pairs("effects")
                .forEach(pair -> effects.computeIfAbsent(pair[0], ignored -> new ArrayList<>())
                        .add(pair[1]));
        Set<String> lost = new TreeSet<>(accepted);
        lost.removeAll(effects.keySet());
        List<String> forgedEffects = effects.keySet().stream()
                .filter(id -> !id.startsWith("genuine-"))
                .toList();
        Map<String, Integer> repeats = new TreeMap<>();
        List<String> unexplained = explain(effects, repeats);
        System.out.printf("%d redrives of dead letters%n", lines("redrives").size());
        System.out.printf("accepted (200)            %d genuine, %d of them sent twice%n", accepted(), repeated.get());
        System.out.printf(
                "not accepted              %d refused, %d without an answer%n", refused.get(), unanswered.get());
        System.out.printf(
                "forged                    %d sent, %d with an effect%n", forged.size(), forgedEffects.size());
        System.out.printf("effects                   %d events, %d archived%n", effects.size(), archivedOf("genuine-"));
        repeats.forEach((why, count) -> System.out.printf("effect repeated           %d, %s%n", count, why));
        System.out.printf("repeated, not explained   %d%n", unexplained.size());
        System.out.printf("lost                      %d%n", lost.size());
        Stream.of(lost, forgedEffects, unexplained)
                .flatMap(ids -> ids.stream().limit(20))
                .forEach(id -> System.out.println("  look at " + id));
        return lost.isEmpty() && forgedEffects.isEmpty() && archivedOf("forged-") == 0 && unexplained.isEmpty();
    }

    /**
     * Finds out why effects came again.
     *
     * @param repeats takes how often, by reason
     * @return those without a reason
     */
    private List<String> explain(Map<String, List<String>> effects, Map<String, Integer> repeats) throws IOException {
        Map<String, Set<String>> explanations = new HashMap<>();
        pairs("explanations")
                .forEach(pair -> explanations
                        .computeIfAbsent(pair[0], ignored -> new TreeSet<>())
                        .add(pair[1]));
        List<String> unexplained = new ArrayList<>();
        effects.forEach((id, lives) -> {
            boolean killed = lives.stream().distinct().count() > 1;
            if (lives.size() == 1) {
                return;
            }
            if (explanations.containsKey(id)) {
                repeats.merge(String.join(" and ", explanations.get(id)), lives.size() - 1, Integer::sum);
            } else if (killed) {
                repeats.merge("killed-between-effect-and-mark", lives.size() - 1, Integer::sum);
            } else {
                unexplained.add(id);
            }
        });
        return unexplained;
    }

    private List<String[]> pairs(String file) throws IOException {
        return lines(file).stream().map(line -> line.split(" ", -1)).toList();
    }

    private List<String> lines(String file) throws IOException {
        Path path = data.resolve(file);
        return Files.exists(path) ? Files.readAllLines(path) : List.of();
    }

    private long archivedOf(String prefix) throws IOException {
        Path folder = data.resolve("bucket/" + BucketKeys.ARCHIVE);
        if (!Files.exists(folder)) {
            return 0;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.getFileName().toString().startsWith(prefix))
                    .filter(Files::isRegularFile)
                    .count();
        }
    }
}
