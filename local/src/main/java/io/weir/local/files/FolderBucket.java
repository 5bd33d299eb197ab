package io.weir.local.files;

import io.weir.envelope.Sha256;
import io.weir.json.Json;
import io.weir.worker.bucket.Bucket;
import io.weir.worker.record.RefusedException;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A folder that stands in for a bucket: an object is a file of the same path as its key, its content type and metadata
 * lie in a table, or under {@code .metadata/} where there is none. Where one key is the beginning of another, so that a file and a folder would have one name,
 * the later of them lies under {@code .beside/}. A file appears whole or not at all, and is on disk when a call returns. Thread-safe.
 */
public final class FolderBucket implements Bucket {
    private static final String NAME = "local";

    /** What our own keys are made of. A name that begins with a dot is ours, so no key can reach the metadata. */
    private static final Pattern SEGMENT = Pattern.compile("(?!\\.)[A-Za-z0-9._%~-]{1,255}");

    @FunctionalInterface
    private interface Step {
        boolean run(Path file) throws IOException;
    }

    private final Path folder;
    private final Path metadata;
    private final Path temporary;

    private final @Nullable ObjectMetadata table;

    /** A bucket whose metadata are files. */
    public FolderBucket(Path folder) throws IOException {
        this(folder, null);
    }

    /** @param table takes the metadata; null for files */
    public FolderBucket(Path folder, @Nullable ObjectMetadata table) throws IOException {
        this.table = table;
        this.folder = Disk.REAL.folder(folder);
        this.metadata = folder.resolve(".metadata");
        this.temporary = Disk.REAL.folder(folder.resolve(".tmp"));
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public byte @Nullable [] get(String key) throws IOException {
        for (Path file : List.of(natural(folder, key), beside(folder, key))) {
            try {
                if (Files.isRegularFile(file)) {
                    return Files.readAllBytes(file);
                }
            } catch (NoSuchFileException e) {
                // It was deleted meanwhile.
            }
        }
        return null;
    }

    @Override
    public void put(String key, byte[] object, String contentType, Map<String, String> attributes) throws IOException {
        describe(key, contentType, attributes, true);
        replace(folder, key, object);
    }

    @Override
    public boolean putIfAbsent(String key, byte[] object, String contentType, Map<String, String> attributes)
            throws IOException {
        if (exists(folder, key)) {
            return false;
        }
        describe(key, contentType, attributes, false);
        return create(folder, key, object);
    }

    /** Before the object itself: one without metadata is never seen. */
    private void describe(String key, String contentType, Map<String, String> attributes, boolean replace)
            throws IOException {
        byte[] json = describe(contentType, attributes);
        if (table != null) {
            table.put(key, new String(json, StandardCharsets.UTF_8), replace);
        } else if (replace) {
            replace(metadata, key, json);
        } else {
            create(metadata, key, json);
        }
    }

    /** Content type and metadata of an object as one JSON object; empty if there are none. */
    public String metadata(String key) throws IOException {
        String kept = table == null ? null : table.get(key);
        if (kept != null) {
            return kept;
        }
        Path file = metadata.resolve(key); // of one that an earlier weir wrote
        return Files.isRegularFile(file) ? Files.readString(file) : "";
    }

    private void replace(Path base, String key, byte[] bytes) throws IOException {
        placed(base, key, file -> {
            replace(file, bytes);
            return true;
        });
    }

    private boolean create(Path base, String key, byte[] bytes) throws IOException {
        return placed(base, key, file -> !exists(base, key) && create(file, bytes));
    }

    /** Another key may take the place between the look and the write; then there is another place. */
    private static boolean placed(Path base, String key, Step step) throws IOException {
        while (true) {
            Path file = place(base, key);
            try {
                return step.run(file);
            } catch (IOException e) {
                if (place(base, key).equals(file)) {
                    throw e;
                }
            }
        }
    }

    @Override
    public void delete(String key) throws IOException {
        for (Path base : List.of(folder, metadata)) {
            for (Path file : List.of(natural(base, key), beside(base, key))) {
                if (Files.isRegularFile(file)) {
                    Files.deleteIfExists(file);
                }
            }
        }
        if (table != null) {
            table.delete(key);
        }
    }

    @Override
    public Page list(String prefix, Instant olderThan, @Nullable String after, int limit) throws IOException {
        Path directory = folder.resolve(prefix);
        if (!Files.isDirectory(directory)) {
            return new Page(List.of(), null);
        }
        List<String> looked;
        try (Stream<Path> files = Files.walk(directory)) {
            looked = files.filter(Files::isRegularFile)
                    .map(file -> folder.relativize(file).toString().replace(File.separatorChar, '/'))
                    .filter(key -> after == null || key.compareTo(after) > 0)
                    .sorted()
                    .limit(limit + 1L)
                    .toList();
        } catch (UncheckedIOException e) {
            throw e.getCause(); // a folder or file that went away meanwhile, for one
        }
        List<String> page = looked.subList(0, Math.min(limit, looked.size()));
        List<String> old = new ArrayList<>();
        for (String key : page) {
            File file = folder.resolve(key).toFile();
            if (file.exists() && Instant.ofEpochMilli(file.lastModified()).isBefore(olderThan)) {
                old.add(key);
            }
        }
        return new Page(old, looked.size() > limit ? page.getLast() : null);
    }

    /** Size of an object in bytes; 0 if there is none. */
    public long size(String key) {
        try {
            for (Path file : List.of(natural(folder, key), beside(folder, key))) {
                if (Files.isRegularFile(file)) {
                    return Files.size(file);
                }
            }
        } catch (IOException e) {
            // It was deleted meanwhile, or is no key.
        }
        return 0;
    }

    /** Gives an object another key, in one step. Nothing happens if there is none. */
    public void rename(String from, String to) throws IOException {
        if (table != null && size(from) > 0) {
            table.rename(from, to);
        }
        for (Path base : List.of(metadata, folder)) {
            for (Path file : List.of(natural(base, from), beside(base, from))) {
                if (Files.isRegularFile(file)) {
                    Path target = place(base, to);
                    Path directory = Disk.REAL.folder(Objects.requireNonNull(target.getParent()));
                    Files.move(file, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
                    Disk.REAL.sync(directory);
                }
            }
        }
    }

    private static boolean exists(Path base, String key) throws IOException {
        return Files.isRegularFile(natural(base, key)) || Files.isRegularFile(beside(base, key));
    }

    /** Where an object lies, or is to lie: by its key, unless a file stands where a folder is needed, or a folder there. */
    private static Path place(Path base, String key) throws IOException {
        Path beside = beside(base, key);
        if (Files.exists(beside)) {
            return beside;
        }
        Path natural = natural(base, key);
        if (Files.isDirectory(natural)) {
            return beside;
        }
        for (Path above = natural.getParent(); !base.equals(above) && above != null; above = above.getParent()) {
            if (Files.exists(above)) {
                return Files.isDirectory(above) ? natural : beside;
            }
        }
        return natural;
    }

    /** Whether an object can have this key. */
    static boolean isKey(String key) {
        return Arrays.stream(key.split("/", -1))
                .allMatch(segment -> SEGMENT.matcher(segment).matches());
    }

    private static Path natural(Path base, String key) throws IOException {
        if (!isKey(key)) {
            throw new RefusedException("not a key of this bucket: a segment has other characters than A-Za-z0-9._%~-");
        }
        return base.resolve(key);
    }

    /** No key leads here. */
    private static Path beside(Path base, String key) {
        return base.resolve(".beside").resolve(Sha256.hex(key.getBytes(StandardCharsets.UTF_8)));
    }

    private static byte[] describe(String contentType, Map<String, String> metadata) {
        Map<String, String> all = new LinkedHashMap<>();
        all.put("content-type", contentType);
        all.putAll(metadata);
        return Json.write(all).getBytes(StandardCharsets.UTF_8);
    }

    private void replace(Path file, byte[] bytes) throws IOException {
        Path written = write(bytes);
        Path directory = Disk.REAL.folder(Objects.requireNonNull(file.getParent()));
        Files.move(written, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        Disk.REAL.sync(directory);
    }

    /** A link is made only if there is no file of its name: one of two writers wins, and nothing is overwritten. */
    private boolean create(Path file, byte[] bytes) throws IOException {
        if (Files.exists(file)) {
            return false;
        }
        Path written = write(bytes);
        try {
            Path directory = Disk.REAL.folder(Objects.requireNonNull(file.getParent()));
            Files.createLink(file, written);
            Disk.REAL.sync(directory);
            return true;
        } catch (FileAlreadyExistsException e) {
            return false;
        } finally {
            Files.deleteIfExists(written);
        }
    }

    private Path write(byte[] bytes) throws IOException {
        Path file = temporary.resolve(UUID.randomUUID().toString());
        Disk.REAL.write(file, bytes);
        return file;
    }
}
