package io.weir.benchmarks.process;

import io.weir.local.files.Folders;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * Where and how long things are measured. Data lies on the disk on which the project lies: a folder for temporary files may be
 * in memory, where a flush costs nothing.
 *
 * @param scale 1 for what is committed; less for a quick look
 * @param rounds how often each system has its turn
 */
public record Lab(Path root, Path work, double scale, int rounds) {
    /** The checkout of this folder, as the environment wants it. */
    public static Lab open() throws IOException {
        Path root = Path.of("").toAbsolutePath();
        if (!Files.exists(root.resolve("scripts/weir"))) {
            throw new IOException("scripts/bench runs this from the project's folder, which " + root + " is not");
        }
        double scale = Double.parseDouble(System.getenv().getOrDefault("WEIR_BENCH_SCALE", "1"));
        int rounds = Integer.parseInt(System.getenv().getOrDefault("WEIR_BENCH_ROUNDS", scale < 1 ? "1" : "3"));
        return new Lab(root, Files.createDirectories(root.resolve("benchmarks/target/lab")), scale, rounds);
    }

    /** A jar of an earlier commit to compare with, if one is named. */
    public Optional<Path> before() {
        return Optional.ofNullable(System.getenv("WEIR_BEFORE"))
                .filter(path -> !path.isBlank())
                .map(path -> Path.of(path).toAbsolutePath());
    }

    /** So long, scaled. */
    public Duration seconds(double seconds) {
        return Duration.ofMillis(Math.max(300, (long) (seconds * 1000 * scale)));
    }

    /** So many, scaled. */
    public int count(int number) {
        return Math.max(200, (int) (number * scale));
    }

    /** A folder of its own, which goes away when it is closed. */
    public Room room() throws IOException {
        return new Room(Files.createTempDirectory(work, "room"));
    }

    /** A folder that goes away. */
    public record Room(Path path) implements AutoCloseable {
        @Override
        public void close() {
            try {
                Folders.delete(path);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
