package io.weir.local.files;

import io.weir.envelope.Sha256;
import io.weir.verify.RefusedException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Files of a folder by key: a file lies where its key says. Where one key is the beginning of another, so that a file and a
 * folder would have one name, the later of them lies under {@code .beside/}.
 *
 * <p>What is written is on disk under a name that no key leads to before it gets its own, so no name ever stands for a part
 * of a file, whatever is lost with the power. Thread-safe, if no two threads write one key at the same time.
 */
final class KeyedFiles {
    /** What our own keys are made of. A name that begins with a dot is ours, so no key can reach it. */
    private static final Pattern SEGMENT = Pattern.compile("(?!\\.)[A-Za-z0-9._%~-]{1,255}");

    private static final int MAX_KNOWN = 10_000;
    private static final int TRIES = 3;

    private final Path base;
    private final Path besides;
    private final Path temporary;
    private final Disk disk;
    private final String unique = UUID.randomUUID() + "-";
    private final AtomicLong written = new AtomicLong();

    /** Folders that were there; a sweep may have removed one since. */
    private final Set<Path> known = ConcurrentHashMap.newKeySet();

    /** @param temporary on the same file system */
    KeyedFiles(Path base, Path temporary, Disk disk) {
        this.base = base;
        this.besides = base.resolve(".beside");
        this.temporary = temporary;
        this.disk = disk;
    }

    /** Whether a file can have this key. */
    static boolean isKey(String key) {
        return Arrays.stream(key.split("/", -1))
                .allMatch(segment -> SEGMENT.matcher(segment).matches());
    }

    /** The file of a key, or null. */
    @Nullable
    Path find(String key) throws IOException {
        Path natural = natural(key);
        if (Files.isRegularFile(natural)) {
            return natural;
        }
        Path beside = Files.isDirectory(besides) ? beside(key) : null;
        return beside != null && Files.isRegularFile(beside) ? beside : null;
    }

    /** Writes a file, in the place of one that is there. */
    void replace(String key, byte[] bytes) throws IOException {
        adopt(key, written(key, bytes));
    }

    /** Gives a key to a file whose content is on disk. */
    void adopt(String key, Path whole) throws IOException {
        int mark = disk.mark();
        disk.sync(parent(place(key, whole)), mark);
    }

    /** Writes a file where there is none. One that is not on disk in the end is taken away again. */
    void create(String key, byte[] bytes) throws IOException {
        int mark = disk.mark();
        Path file = place(key, written(key, bytes));
        try {
            disk.sync(parent(file), mark);
        } catch (IOException e) {
            Files.deleteIfExists(file);
            throw e;
        }
    }

    /** Waits until the name of a file is on disk, whoever gave it: perhaps a process that was killed before it was. */
    void confirm(Path file) throws IOException {
        disk.sync(parent(file));
    }

    void delete(String key) throws IOException {
        for (Path file = find(key); file != null; file = find(key)) {
            Files.deleteIfExists(file);
        }
    }

    /** Gives a file another key, in one step. Nothing happens if there is none. */
    void rename(String from, String to) throws IOException {
        Path file = find(from);
        if (file != null) {
            int mark = disk.mark();
            disk.sync(parent(move(file, to)), mark);
        }
    }

    private Path written(String key, byte[] bytes) throws IOException {
        check(key);
        Path file = temporary.resolve(unique + written.incrementAndGet());
        disk.write(file, bytes);
        return file;
    }

    private Path place(String key, Path written) throws IOException {
        try {
            return move(written, key);
        } catch (IOException e) {
            Files.deleteIfExists(written);
            throw e;
        }
    }

    /** Another key may take the place, or a sweep the folder, between the look and the move; then there is another look. */
    private Path move(Path from, String key) throws IOException {
        for (int tries = 1; ; tries++) {
            Path to = place(key);
            Path folder = parent(to);
            try {
                if (!known.contains(folder)) {
                    disk.folder(folder);
                }
                Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
                remember(folder);
                return to;
            } catch (IOException e) {
                known.remove(folder);
                if (tries >= TRIES && place(key).equals(to)) {
                    throw e;
                }
            }
        }
    }

    private void remember(Path folder) {
        if (known.size() >= MAX_KNOWN) {
            known.clear();
        }
        known.add(folder);
    }

    /** Where a file lies, or is to lie: by its key, unless a file stands where a folder is needed, or a folder there. */
    private Path place(String key) throws IOException {
        Path there = find(key);
        if (there != null) {
            return there;
        }
        Path natural = natural(key);
        if (Files.isDirectory(natural)) {
            return beside(key);
        }
        Path above = parent(natural);
        while (!known.contains(above) && !base.equals(above) && !Files.exists(above)) {
            above = parent(above);
        }
        return known.contains(above) || base.equals(above) || Files.isDirectory(above) ? natural : beside(key);
    }

    private Path natural(String key) throws IOException {
        check(key);
        return base.resolve(key);
    }

    /** Refuses what no file can have as its key. */
    static void check(String key) throws IOException {
        if (!isKey(key)) {
            throw new RefusedException("not a key of this bucket: a segment has other characters than A-Za-z0-9._%~-");
        }
    }

    /** No key leads here. */
    private Path beside(String key) {
        return besides.resolve(Sha256.hex(key.getBytes(StandardCharsets.UTF_8)));
    }

    private static Path parent(Path path) {
        return Objects.requireNonNull(path.getParent());
    }
}
