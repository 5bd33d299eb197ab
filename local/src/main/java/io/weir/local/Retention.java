package io.weir.local;

import io.weir.config.ConfigValue;
import io.weir.config.ConfigurationException;
import io.weir.envelope.BucketKeys;
import io.weir.json.Json;
import io.weir.json.JsonException;
import io.weir.local.files.FolderSweep;
import io.weir.local.ledger.Pruning;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How old content may become: the member {@code retention} of {@code settings.json} in the data folder.
 *
 * @param ages by place: archive, rejected, outbox, events, trace; what is not there has no other age than its own
 */
record Retention(Map<String, Duration> ages) {
    static final String FILE = "settings.json";

    private static final List<String> PLACES = List.of("archive", "events", "outbox", "rejected", "trace");
    private static final Duration REJECTED = Duration.ofDays(30);

    /**
     * Reads it; a folder without the file keeps the defaults.
     *
     * @throws ConfigurationException naming the file, the path in it and what was expected
     */
    static Retention read(Path data) throws IOException {
        Path file = data.resolve(FILE);
        String text;
        try {
            text = Files.readString(file, StandardCharsets.UTF_8);
        } catch (NoSuchFileException e) {
            return new Retention(Map.of());
        }
        try {
            return parse(new ConfigValue(file + " /", Json.read(text)));
        } catch (JsonException e) {
            throw new ConfigurationException(file + ": " + e.getMessage());
        }
    }

    private static Retention parse(ConfigValue root) {
        root.onlyMembers("retention");
        Map<String, Duration> ages = new LinkedHashMap<>();
        ConfigValue retention = root.at("retention");
        if (retention.isPresent()) {
            retention.onlyMembers(PLACES.toArray(String[]::new));
            for (String place : PLACES) {
                ConfigValue age = retention.at(place);
                if (age.isPresent()) {
                    ages.put(place, age.duration());
                }
            }
        }
        return new Retention(ages);
    }

    private @Nullable Duration of(String place) {
        return ages.get(place);
    }

    /** What the bucket's folders may hold. */
    List<FolderSweep.Limit> bucket() {
        Duration rejected = of("rejected");
        List<FolderSweep.Limit> limits = new ArrayList<>(FolderSweep.limits(rejected == null ? REJECTED : rejected));
        Duration archive = of("archive");
        if (archive != null) {
            limits.add(new FolderSweep.Limit(BucketKeys.ARCHIVE, Duration.ZERO, archive, Long.MAX_VALUE));
        }
        return limits;
    }

    /** Ages of further folders by their name. */
    Map<String, Duration> folders() {
        Map<String, Duration> folders = new LinkedHashMap<>(ages);
        folders.keySet().retainAll(List.of("outbox", "events"));
        return folders;
    }

    /** The ledger's limits, of which the age of the trace may be another. */
    Pruning.Limits ledger(Pruning.Limits limits) {
        Duration trace = of("trace");
        return trace == null
                ? limits
                : new Pruning.Limits(limits.bodiesFor(), limits.bodyBytes(), trace, limits.requests());
    }
}
