package io.weir.local;

import io.weir.json.Json;
import io.weir.json.JsonException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** How often records were tried, as the worker's log tells it. Attempts that a kill ended left no line. */
final class FaultAttempts {
    private static final String UNKNOWN = "(unknown)";

    private static final class Of {
        private long attempts;
        private long settled;
        private long most;
    }

    private final Map<String, Of> sources = new TreeMap<>();
    private final Map<String, Integer> reasons = new TreeMap<>();

    private final Set<String> details = new HashSet<>();

    static FaultAttempts read(Path data) throws IOException {
        FaultAttempts attempts = new FaultAttempts();
        for (String line : new String(Files.readAllBytes(data.resolve("log")), StandardCharsets.UTF_8)
                .lines()
                .toList()) {
            try {
                attempts.add(Json.readObject(line));
            } catch (JsonException e) {
                // A line that a kill cut off.
            }
        }
        return attempts;
    }

    private void add(Map<?, ?> line) {
        if (!(line.get("attempt") instanceof Number attempt)) {
            return;
        }
        Of source = sources.computeIfAbsent(String.valueOf(line.get("Source")), ignored -> new Of());
        source.attempts++;
        source.most = Math.max(source.most, attempt.longValue());
        if ("Retry".equals(line.get("Outcome"))) {
            details.add(String.valueOf(line.get("detail")));
            reasons.merge(String.valueOf(line.get("Reason")), 1, Integer::sum);
        } else {
            source.settled++;
        }
    }

    /** Outages that no record met: they have shown nothing. */
    List<String> unmet() {
        return Arrays.stream(FaultDownstream.values())
                .map(FaultDownstream::name)
                .filter(name -> details.stream().noneMatch(detail -> detail.contains(name + FaultWeather.DOWN)))
                .toList();
    }

    void print() {
        sources.forEach((name, source) -> {
            if (!name.equals(UNKNOWN)) {
                System.out.printf(
                        "%-28s%.2f a record of %s, at most %d (%d records)%n",
                        "attempts",
                        (double) source.attempts / Math.max(1, source.settled),
                        name,
                        source.most,
                        source.settled);
            }
        });
        System.out.printf("%-28s%s%n", "tried again because of", reasons);
    }
}
