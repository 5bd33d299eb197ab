package io.weir.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;

/**
 * What a {@link FaultyWeir} depends on, in the order in which it goes down: what an event needs last comes first, so that
 * each outage is met by events that came through all before it.
 */
enum FaultDownstream {
    MAIL(0, 0),
    TARGET(1, 0),
    BUCKET(2, 40),
    TABLE(3, 50),
    CERTIFICATES(4, 60),
    SECRETS(5, 70);

    private final int turn;
    private final Duration together;

    /**
     * When it goes down.
     *
     * @param turn where the outages come one after another
     * @param together where they overlap, in seconds: what an event needs first must not hide for long what it needs last
     */
    FaultDownstream(int turn, int together) {
        this.turn = turn;
        this.together = Duration.ofSeconds(together);
    }

    /**
     * When it goes down, after the beginning of a storm.
     *
     * @param outage how long each is down
     */
    Duration start(boolean overlap, Duration outage) {
        return overlap ? together : outage.multipliedBy(turn);
    }

    private Path mark(Path data) {
        return data.resolve("down-" + name().toLowerCase(Locale.ROOT));
    }

    boolean isDown(Path data) {
        return Files.exists(mark(data));
    }

    /** Takes it down for good, whatever process runs. */
    void takeDown(Path data) throws IOException {
        Files.createFile(mark(data));
    }

    void bringBack(Path data) throws IOException {
        Files.delete(mark(data));
    }
}
