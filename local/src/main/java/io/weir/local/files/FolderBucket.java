package io.weir.local.files;

import io.weir.json.Json;
import io.weir.worker.bucket.Bucket;
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
 * lie under {@code .metadata/}. A file appears whole or not at all, and is on disk when a call returns. Thread-safe.
 */
public final class FolderBucket implements Bucket {
    private static final String NAME = "local";

    /** What our own keys are made of. A name that begins with a dot is ours, so no key can reach the metadata. */
    private static final Pattern SEGMENT = Pattern.compile("(?!\\.)[A-Za-z0-9._%~-]{1,255}");

    private final Path folder;
    private final Path temporary;

    public FolderBucket(Path folder) throws IOException {
        this.folder = Disk.REAL.folder(folder);
        this.temporary = Disk.REAL.folder(folder.resolve(".tmp"));
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public byte @Nullable [] get(String key) throws IOException {
        try {
            return Files.readAllBytes(path(folder, key));
        } catch (NoSuchFileException e) {
            return null;
        }
    }

    @Override
    public void put(String key, byte[] object, String contentType, Map<String, String> metadata) throws IOException {
        replace(path(folder.resolve(".metadata"), key), describe(contentType, metadata));
        replace(path(folder, key), object);
    }

    @Override
    public boolean putIfAbsent(String key, byte[] object, String contentType, Map<String, String> metadata)
            throws IOException {
        create(path(folder.resolve(".metadata"), key), describe(contentType, metadata));
        return create(path(folder, key), object);
    }

    @Override
    public void delete(String key) throws IOException {
        if (Files.deleteIfExists(path(folder, key))) {
            Files.deleteIfExists(path(folder.resolve(".metadata"), key));
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

    private static Path path(Path base, String key) throws IOException {
        Path path = base;
        for (String segment : key.split("/", -1)) {
            if (!SEGMENT.matcher(segment).matches()) {
                throw new IOException("not a key of this bucket: a segment has other characters than A-Za-z0-9._%~-");
            }
            path = path.resolve(segment);
        }
        return path;
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
