package io.weir.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/**
 * What happens in a fault run that the requests and answers do not show, in the order in which it happens: a line each, of
 * one file that outlives every kill. Thread-safe.
 */
final class FaultJournal {
    enum What {
        /** From here on downstreams fail and the process is killed. */
        STORM,
        /** A mail was sent. */
        EFFECT,
        /** It was sent, but whoever sent it was told that it failed. */
        REPORTED_AS_FAILED,
        /** The claim is about to be marked as done, is marked, or could not be marked. */
        MARKING,
        MARKED,
        UNMARKED,
        /** A genuine request lay in the dead-letter queue, or in that of the unproven. */
        GENUINE_SET_ASIDE,
        /** A request was taken for one that ends the process, which none does. */
        POISON,
        /** A stranger's request lay in the dead-letter queue. */
        FORGED_AND_DEAD,
        /** A stranger's request lay in the queue of what was never proven. */
        FORGED_AND_UNPROVEN
    }

    /** @param micros when, in microseconds since 1970 */
    record Line(What what, String id, String life, long micros) {}

    private final Path file;

    FaultJournal(Path data) {
        this.file = data.resolve("journal");
    }

    static long now() {
        return ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now());
    }

    void write(What what, String id, String life) throws IOException {
        Files.writeString(
                file,
                what + " " + id + " " + life + " " + now() + "\n",
                StandardOpenOption.CREATE,
                StandardOpenOption.APPEND);
    }

    List<Line> read() throws IOException {
        if (!Files.exists(file)) {
            return List.of();
        }
        return Files.readAllLines(file).stream()
                .map(line -> line.split(" ", -1))
                .map(parts -> new Line(What.valueOf(parts[0]), parts[1], parts[2], Long.parseLong(parts[3])))
                .toList();
    }
}
