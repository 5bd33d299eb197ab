package io.weir.local.files;

import io.weir.json.Json;
import io.weir.worker.bucket.Bucket;
import java.io.File;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A folder that stands in for a bucket: an object is a file of the same path as its key, its content type and metadata
 * lie in a table, or under {@code .metadata/} where there is none. A file appears whole or not at all, also after a power cut.
 * When a call that writes returns, the file is on disk, and its row in the table no later than the next durable change of the
 * store; until then an object may be there without its metadata, and the next write of it puts them there again. One process
 * has the folder. Thread-safe; those who write at the same time share flushes of the disk.
 */
public final class FolderBucket implements Bucket {
    private static final String NAME = "local";

    @FunctionalInterface
    private interface Step {
        boolean run() throws IOException;
    }

    private final Path folder;
    private final KeyedFiles objects;
    private final KeyedFiles metadata;
    private final @Nullable ObjectMetadata table;
    private final Map<String, CompletableFuture<Boolean>> underWay = new ConcurrentHashMap<>();

    /** A bucket whose metadata are files. */
    public FolderBucket(Path folder) throws IOException {
        this(folder, null);
    }

    /** @param table takes the metadata; null for files */
    public FolderBucket(Path folder, @Nullable ObjectMetadata table) throws IOException {
        this(folder, table, Disk.REAL);
    }

    FolderBucket(Path folder, @Nullable ObjectMetadata table, Disk disk) throws IOException {
        this.table = table;
        this.folder = disk.folder(folder);
        Path temporary = disk.folder(folder.resolve(".tmp"));
        this.objects = new KeyedFiles(folder, temporary, disk);
        this.metadata = new KeyedFiles(folder.resolve(".metadata"), temporary, disk);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public byte @Nullable [] get(String key) throws IOException {
        Path file = objects.find(key);
        try {
            return file == null ? null : Files.readAllBytes(file);
        } catch (NoSuchFileException e) {
            return null; // it was deleted meanwhile
        }
    }

    @Override
    public void put(String key, byte[] object, String contentType, Map<String, String> attributes) throws IOException {
        alone(key, () -> {
            Future<?> described = describe(key, describe(contentType, attributes), true);
            objects.replace(key, object);
            await(described);
            return true;
        });
    }

    @Override
    public boolean putIfAbsent(String key, byte[] object, String contentType, Map<String, String> attributes)
            throws IOException {
        return alone(key, () -> {
            Path there = objects.find(key);
            if (there == null) {
                // A row that is there is of a file that was lost, or never written.
                Future<?> described = describe(key, describe(contentType, attributes), true);
                objects.create(key, object);
                await(described);
                return true;
            }
            objects.confirm(there);
            if (Arrays.equals(get(key), object)) {
                await(describe(key, describe(contentType, attributes), false)); // which may be lost
            }
            return false;
        });
    }

    /** One writer a key at a time: what one finds there is on disk, or taken away again. */
    private boolean alone(String key, Step step) throws IOException {
        CompletableFuture<Boolean> mine = new CompletableFuture<>();
        for (CompletableFuture<Boolean> other; (other = underWay.putIfAbsent(key, mine)) != null; ) {
            await(other);
        }
        try {
            return step.run();
        } finally {
            underWay.remove(key);
            mine.complete(true);
        }
    }

    /** Gives a file that is on disk the place of an object without metadata. */
    void adopt(String key, Path written) throws IOException {
        alone(key, () -> {
            objects.adopt(key, written);
            return true;
        });
    }

    private Future<?> describe(String key, String json, boolean replace) throws IOException {
        KeyedFiles.check(key);
        if (table != null) {
            return table.put(key, json, replace);
        }
        if (replace || metadata.find(key) == null) {
            metadata.replace(key, json.getBytes(StandardCharsets.UTF_8));
        }
        return CompletableFuture.completedFuture(true);
    }

    private static void await(Future<?> written) throws IOException {
        try {
            written.get();
        } catch (ExecutionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new IOException("the metadata were not written: " + cause.getMessage(), cause);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while an object was written");
        }
    }

    /** Content type and metadata of an object as one JSON object; empty if there are none. */
    public String metadata(String key) throws IOException {
        String kept = table == null ? null : table.get(key);
        if (kept != null) {
            return kept;
        }
        Path file = folder.resolve(".metadata").resolve(key); // of one that an earlier weir wrote
        return Files.isRegularFile(file) ? Files.readString(file) : "";
    }

    @Override
    public void delete(String key) throws IOException {
        objects.delete(key);
        metadata.delete(key);
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
            Path file = objects.find(key);
            return file == null ? 0 : Files.size(file);
        } catch (IOException e) {
            return 0; // it was deleted meanwhile, or is no key
        }
    }

    /** Gives an object another key, in one step. Nothing happens if there is none. */
    public void rename(String from, String to) throws IOException {
        if (table != null && size(from) > 0) {
            table.rename(from, to);
        }
        metadata.rename(from, to);
        objects.rename(from, to);
    }

    private static String describe(String contentType, Map<String, String> metadata) {
        Map<String, String> all = new LinkedHashMap<>();
        all.put("content-type", contentType);
        all.putAll(metadata);
        return Json.write(all);
    }
}
