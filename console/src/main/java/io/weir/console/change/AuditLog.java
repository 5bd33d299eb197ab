package io.weir.console.change;

import io.weir.json.Json;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A file with a line of JSON for each change, for its owner's eyes alone. Thread-safe. */
final class AuditLog {
    private final @Nullable Path file;

    /** A log in a file, or one that keeps nothing. */
    AuditLog(@Nullable Path file) {
        this.file = file;
    }

    /** Adds a line. When this returns, the line is on the disk. */
    synchronized void add(Map<String, ? extends @Nullable Object> line) throws IOException {
        if (file == null) {
            return;
        }
        byte[] bytes = (Json.write(line) + "\n").getBytes(StandardCharsets.UTF_8);
        try (FileChannel channel = open(file)) {
            ByteBuffer rest = ByteBuffer.wrap(bytes);
            while (rest.hasRemaining()) {
                channel.write(rest);
            }
            channel.force(true);
        }
    }

    private static FileChannel open(Path file) throws IOException {
        EnumSet<StandardOpenOption> options =
                EnumSet.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND);
        return file.getFileSystem().supportedFileAttributeViews().contains("posix")
                ? FileChannel.open(
                        file,
                        options,
                        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))
                : FileChannel.open(file, options);
    }
}
