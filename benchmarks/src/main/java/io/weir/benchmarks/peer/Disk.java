package io.weir.benchmarks.peer;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import org.HdrHistogram.Histogram;

/** What this disk can do: append so many bytes and have them flushed, again and again. */
public final class Disk {
    private Disk() {}

    /** How long each took, in microseconds. */
    public static Histogram append(Path folder, int bytes, Duration time) throws IOException {
        Histogram micros = new Histogram(3);
        ByteBuffer block = ByteBuffer.allocateDirect(bytes);
        try (FileChannel file =
                FileChannel.open(folder.resolve("appended"), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            long end = System.nanoTime() + time.toNanos();
            for (long start = System.nanoTime(); start < end; start = System.nanoTime()) {
                block.rewind();
                while (block.hasRemaining()) {
                    file.write(block);
                }
                file.force(false);
                micros.recordValue((System.nanoTime() - start) / 1000);
            }
        }
        return micros;
    }
}
