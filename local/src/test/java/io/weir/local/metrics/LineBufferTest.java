package io.weir.local.metrics;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class LineBufferTest {
    private final CountDownLatch read = new CountDownLatch(1);

    /** An output that takes nothing until somebody reads. */
    private final class FullPipe extends OutputStream {
        private final ByteArrayOutputStream taken = new ByteArrayOutputStream();

        @Override
        public void write(int b) {
            throw new UnsupportedOperationException("lines come in pieces");
        }

        @Override
        public void write(byte[] bytes, int offset, int length) {
            try {
                read.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            synchronized (taken) {
                taken.write(bytes, offset, length);
            }
        }

        private List<String> lines() {
            synchronized (taken) {
                return taken.toString(UTF_8).lines().toList();
            }
        }
    }

    private static void write(LineBuffer buffer, String line) {
        byte[] text = (line + "\n").getBytes(UTF_8);
        buffer.write(text, 0, text.length);
    }

    /** As with a reader that was stopped: the door and the worker go on, and the log says that something is missing. */
    @Test
    void outputThatTakesNothing_holdsNobodyUpAndTellsAfterwardsWhatWasDropped() throws Exception {
        FullPipe pipe = new FullPipe();
        try (LineBuffer buffer = new LineBuffer(pipe, 50)) {
            for (int i = 0; i < 1000; i++) {
                write(buffer, "line " + i);
            }
            read.countDown();
            await().until(() -> pipe.lines().stream().anyMatch(line -> line.contains("were dropped")));
            write(buffer, "after");
        }
        assertThat(pipe.lines()).startsWith("line 0").endsWith("after").hasSizeBetween(3, 30);
        int kept = pipe.lines().size() - 2;
        assertThat(pipe.lines())
                .contains("{\"level\":\"warn\",\"message\":\"" + (1000 - kept)
                        + " lines of the log were dropped: what reads them took too long\"}");
    }

    @Test
    void close_outputThatTakesNothing_endsAllTheSame() throws Exception {
        LineBuffer buffer = new LineBuffer(new FullPipe());
        write(buffer, "line");
        buffer.close();
        assertThat(read.getCount()).isOne();
        read.countDown();
    }

    @Test
    void outputThatIsClosed_holdsNobodyUp() {
        AtomicInteger tried = new AtomicInteger();
        OutputStream closed = new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                tried.incrementAndGet();
                throw new IOException("Broken pipe");
            }
        };
        try (LineBuffer buffer = new LineBuffer(closed)) {
            write(buffer, "one");
            await().until(() -> tried.get() == 1);
            write(buffer, "two");
            await().until(() -> tried.get() == 2);
        }
    }

    @Test
    void lineThatNobodyFollows_isPassedOnSoon() {
        FullPipe pipe = new FullPipe();
        read.countDown();
        try (LineBuffer buffer = new LineBuffer(pipe)) {
            write(buffer, "alone");
            await().pollInterval(Duration.ofMillis(2))
                    .atMost(Duration.ofSeconds(2))
                    .until(() -> pipe.lines().equals(List.of("alone")));
        }
    }

    @Test
    void close_lines_areAllThereInOrder() {
        FullPipe pipe = new FullPipe();
        read.countDown();
        LineBuffer buffer = new LineBuffer(pipe);
        for (int i = 0; i < 20_000; i++) {
            write(buffer, "line " + i);
        }
        buffer.close();
        write(buffer, "too late");
        assertThat(pipe.lines()).hasSize(20_000).startsWith("line 0", "line 1").endsWith("line 19999");
    }
}
