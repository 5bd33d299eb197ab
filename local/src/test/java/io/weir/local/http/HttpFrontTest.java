package io.weir.local.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.weir.envelope.source.Sources;
import io.weir.ingest.Answer;
import io.weir.ingest.IngestHandler;
import io.weir.ingest.Visit;
import io.weir.ingest.event.HttpEvent;
import io.weir.ingest.event.UnexpectedEventException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What bodies may take of time and memory. */
@Timeout(60)
class HttpFrontTest {
    private static final Duration LONG = Duration.ofSeconds(30);

    /** Takes everything. */
    private static final class Taking implements Visit, Visit.LargeBody {
        private static final Answer TAKEN = IngestHandler.builder(
                        Sources.parse("test", "{\"x\": {\"scheme\": \"github\", \"secret\": \"env:X\"}}"),
                        (message, group, trace) -> {})
                .log(new PrintStream(OutputStream.nullOutputStream()))
                .build()
                .visit(head())
                .take(new byte[0]);

        private static HttpEvent head() {
            try {
                return HttpEvent.builder()
                        .method("POST")
                        .path("/x")
                        .header("x-hub-signature-256", "x")
                        .build();
            } catch (UnexpectedEventException e) {
                throw new AssertionError(e);
            }
        }

        @Override
        public @Nullable Answer refusal() {
            return null;
        }

        @Override
        public int maxBytes() {
            return 6 << 20;
        }

        @Override
        public Answer take(byte[] body) {
            return TAKEN;
        }

        @Override
        public LargeBody takeLarge() {
            return this;
        }

        @Override
        public Answer refuseTooLarge() {
            throw new AssertionError("no body is too large here");
        }

        @Override
        public boolean write(ByteBuffer bytes) {
            bytes.position(bytes.limit());
            return true;
        }

        @Override
        public Answer end() {
            return TAKEN;
        }

        @Override
        public void close() {}
    }

    private final List<Socket> sockets = new ArrayList<>();
    private final List<String> warnings = new CopyOnWriteArrayList<>();
    private HttpFront front;

    private void start(BodyLimits limits) throws IOException {
        front = new HttpFront(
                "127.0.0.1",
                0,
                head -> new Taking(),
                () -> new Health(true, 0, 0, 0, 0, 0, "1"),
                warnings::add,
                limits);
        front.start();
    }

    @AfterEach
    void close() throws IOException {
        for (Socket socket : sockets) {
            socket.close();
        }
        front.close();
    }

    private Socket begin(String length, int bytes) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), front.port());
        sockets.add(socket);
        socket.getOutputStream()
                .write(("POST /x HTTP/1.1\r\nHost: x\r\nConnection: close\r\n" + length + "\r\n\r\n").getBytes(UTF_8));
        socket.getOutputStream().write(new byte[bytes]);
        socket.getOutputStream().flush();
        return socket;
    }

    private static String answer(Socket socket) throws IOException {
        return new String(socket.getInputStream().readAllBytes(), UTF_8);
    }

    private static BodyLimits limits(int largeBytes, Duration window, Duration deadline) {
        return new BodyLimits(1 << 20, largeBytes, 8 << 20, Duration.ofMillis(200), window, deadline);
    }

    @Test
    void body_thatComesBelowTheLeastRate_is408() throws Exception {
        start(limits(8 << 20, Duration.ofMillis(300), LONG));
        assertThat(answer(begin("Content-Length: 100", 99))).startsWith("HTTP/1.1 408");
    }

    @Test
    void chunkedBody_thatNeverEnds_is408() throws Exception {
        start(limits(8 << 20, Duration.ofMillis(300), LONG));
        assertThat(answer(begin("Transfer-Encoding: chunked", 0))).startsWith("HTTP/1.1 408");
    }

    @Test
    void body_thatIsNotWholeAtItsDeadline_is408HoweverFastItCame() throws Exception {
        start(limits(8 << 20, LONG, Duration.ofMillis(500)));
        assertThat(answer(begin("Content-Length: 3000000", 2_999_999))).startsWith("HTTP/1.1 408");
    }

    @Test
    void body_withinTheWindow_isTaken() throws Exception {
        start(limits(8 << 20, LONG, LONG));
        Socket socket = begin("Content-Length: 2", 1);
        await().until(() -> front.reading() == 1);
        socket.getOutputStream().write('x');
        assertThat(answer(socket)).startsWith("HTTP/1.1 200");
        assertThat(warnings).isEmpty();
    }

    @Test
    void bodies_thatFillTheMemory_haveOthersWaitThenTryLaterWhileSmallOnesGoOn() throws Exception {
        start(limits(1 << 20, LONG, LONG));
        Socket first = begin("Content-Length: 1000000", 999_999);
        await().until(() -> front.readBytes() >= 999_999);

        String second = answer(begin("Content-Length: 1000000", 1_000_000));
        assertThat(second).startsWith("HTTP/1.1 503").containsIgnoringCase("Retry-After: 20");
        assertThat(answer(begin("Content-Length: 1000", 1_000))).startsWith("HTTP/1.1 200");

        first.getOutputStream().write('x');
        assertThat(answer(first)).startsWith("HTTP/1.1 200");
        assertThat(answer(begin("Content-Length: 1000000", 1_000_000))).startsWith("HTTP/1.1 200");
    }

    @Test
    void senderThatBreaksOff_leavesItsMemoryToOthers() throws Exception {
        start(limits(1 << 20, LONG, LONG));
        Socket first = begin("Content-Length: 1000000", 999_999);
        await().until(() -> front.readBytes() >= 999_999);
        first.close();
        await().until(() -> front.readBytes() == 0);
        assertThat(answer(begin("Content-Length: 1000000", 1_000_000))).startsWith("HTTP/1.1 200");
    }

    @Test
    void announcedBytesThatNeverCome_takeNoMemory() throws Exception {
        start(limits(1 << 20, LONG, LONG));
        for (int i = 0; i < 20; i++) {
            begin("Content-Length: 6000000", 0);
        }
        await().until(() -> front.reading() == 20);
        assertThat(answer(begin("Content-Length: 1000000", 1_000_000))).startsWith("HTTP/1.1 200");
    }
}
