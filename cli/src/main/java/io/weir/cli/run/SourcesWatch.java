package io.weir.cli.run;

import io.weir.cli.input.SourcesFile;
import io.weir.config.ConfigurationException;
import io.weir.envelope.source.Sources;
import io.weir.local.core.Rounds;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads the sources anew when their file changes, or when it is told to. A file that cannot be used is said to be so, and
 * what was there stays. Thread-safe.
 */
public final class SourcesWatch implements AutoCloseable {
    private static final Duration PAUSE = Duration.ofMillis(500);

    /** Enough of a file to tell that it changed. */
    private record Stamp(FileTime time, long size) {}

    private final Path file;
    private final Consumer<Sources> take;
    private final Consumer<String> say;
    private final Rounds rounds;
    private @Nullable Stamp taken;
    private @Nullable Stamp seen;

    /**
     * @param take is given each set of sources that can be read; throws what is wrong with them
     * @param say takes a line each time
     */
    public SourcesWatch(Path file, Consumer<Sources> take, Consumer<String> say) {
        this.file = file;
        this.take = take;
        this.say = say;
        this.taken = stamp();
        this.seen = taken;
        this.rounds = new Rounds("sources", PAUSE, this::look, say);
    }

    /** Begins to look at the file, twice a second. */
    public void start() {
        rounds.start();
    }

    /** Only what was the same twice is read: an editor may be at it. A file that is gone for a moment is waited for. */
    synchronized void look() {
        Stamp now = stamp();
        boolean isStill = Objects.equals(now, seen);
        seen = now;
        if (isStill && now != null && !now.equals(taken)) {
            read();
        }
    }

    /** Reads the file now, changed or not. */
    public synchronized void read() {
        taken = stamp();
        try {
            take.accept(SourcesFile.existing(file, file));
            say.accept("sources read anew from " + file);
        } catch (IOException | ConfigurationException e) {
            say.accept(e.getMessage() + "; the sources stay as they were");
        }
    }

    private @Nullable Stamp stamp() {
        try {
            return new Stamp(Files.getLastModifiedTime(file), Files.size(file));
        } catch (IOException e) {
            return null;
        }
    }

    @Override
    public void close() {
        rounds.close();
    }
}
