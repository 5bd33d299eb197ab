package io.weir.local.files;

import io.weir.ingest.Inbox;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** An object of the inbox that is written to a file as it comes. Nobody sees it before its bytes are on disk. Used by one thread. */
final class FolderUpload implements Inbox.Upload {
    /** Gives a file that is on disk its place. */
    @FunctionalInterface
    interface Placed {
        void place(Path file) throws IOException;
    }

    private final Disk disk;
    private final Path file;
    private final int mark;
    private final FileChannel channel;
    private final Placed placed;

    /**
     * Makes the file.
     *
     * @param file must not be there
     */
    FolderUpload(Disk disk, Path file, Placed placed) throws IOException {
        this.disk = disk;
        this.file = file;
        this.placed = placed;
        this.mark = disk.mark();
        this.channel = disk.create(file);
    }

    @Override
    public void write(ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    @Override
    public void finish(Duration timeLeft) throws IOException {
        channel.close();
        disk.sync(file, mark); // also if a flush failed since it was begun, which may have lost some of it
        placed.place(file);
    }

    @Override
    public void close() {
        try {
            channel.close();
            Files.deleteIfExists(file);
        } catch (IOException e) {
            // The next start removes it.
        }
    }
}
