package io.weir.cli.conformance.observe;

import io.weir.config.ConfigurationException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Looks into a folder into which the receiver writes; each new file with a marker in its content or its name is an effect. */
public final class FolderObserver implements Observer {
    private static final Duration BETWEEN = Duration.ofMillis(50);

    /** A file as it was last looked at. */
    private record Looked(FileTime changed, long size, Set<String> markers) {}

    private final Path folder;
    private final Set<Path> before;
    private final Map<String, Set<Object>> effects = new HashMap<>();
    private Map<Path, Looked> looked = new HashMap<>();

    private FolderObserver(Path folder, Set<Path> before) {
        this.folder = folder;
        this.before = before;
    }

    /**
     * Remembers what is there already.
     *
     * @throws ConfigurationException if it is no folder
     */
    public static FolderObserver in(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            throw new ConfigurationException("--observe " + folder + ": expected status, sink=HOST:PORT or a folder");
        }
        Set<Path> before = new HashSet<>();
        visit(folder, (file, attributes) -> before.add(file));
        return new FolderObserver(folder, before);
    }

    @Override
    public String name() {
        return folder.toString();
    }

    @Override
    public boolean seesEffects() {
        return true;
    }

    @Override
    public synchronized int effects(String marker) throws IOException {
        look();
        return effects.getOrDefault(marker, Set.of()).size();
    }

    @Override
    public boolean await(String marker, int wanted, Duration time) throws IOException, InterruptedException {
        long end = System.nanoTime() + time.toNanos();
        while (effects(marker) < wanted) {
            if (end - System.nanoTime() <= 0) {
                return false;
            }
            Thread.sleep(BETWEEN);
        }
        return true;
    }

    @Override
    public void close() {}

    /** A file that was renamed meanwhile is the same one, and not counted twice; one that is gone again still counts. */
    private void look() throws IOException {
        Map<Path, Looked> now = new HashMap<>();
        visit(folder, (file, attributes) -> {
            Looked known = looked.get(file);
            boolean isSame = known != null
                    && known.changed.equals(attributes.lastModifiedTime())
                    && known.size == attributes.size();
            Looked seen = isSame ? known : before.contains(file) ? null : read(file, attributes);
            if (seen != null) {
                now.put(file, seen);
                Object identity = Objects.requireNonNullElse(attributes.fileKey(), file);
                seen.markers.forEach(marker ->
                        effects.computeIfAbsent(marker, any -> new HashSet<>()).add(identity));
            }
        });
        looked = now;
    }

    private static @Nullable Looked read(Path file, BasicFileAttributes attributes) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            Set<String> markers = new HashSet<>(Markers.in(in.readNBytes(Markers.MAX)));
            markers.addAll(Markers.in(file.getFileName().toString()));
            return new Looked(attributes.lastModifiedTime(), attributes.size(), markers);
        } catch (NoSuchFileException e) {
            return null;
        }
    }

    /** Takes one file. */
    @FunctionalInterface
    private interface Visit {
        void of(Path file, BasicFileAttributes attributes) throws IOException;
    }

    private static void visit(Path folder, Visit visit) throws IOException {
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                if (attributes.isRegularFile()) {
                    visit.of(file, attributes);
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException fault) throws IOException {
                if (fault instanceof NoSuchFileException) {
                    return FileVisitResult.CONTINUE; // it went meanwhile
                }
                throw fault;
            }
        });
    }
}
