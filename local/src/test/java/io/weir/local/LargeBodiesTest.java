package io.weir.local;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.weir.envelope.source.Source;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Bodies that are not held in memory: many at once are taken, and one that breaks off leaves nothing. */
@Timeout(120)
class LargeBodiesTest extends LocalWeirFixture {
    private static final int SENDERS = 64;
    private static final int PART = 64 * 1024;

    private List<Path> files(String in) throws IOException {
        Path folder = data.resolve("bucket").resolve(in);
        if (!Files.exists(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).toList();
        }
    }

    private Socket begin(String path, Map<String, String> headers, String length) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), weir.port());
        StringBuilder head =
                new StringBuilder("POST " + path + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n" + length);
        headers.forEach(
                (name, value) -> head.append("\r\n").append(name).append(": ").append(value));
        socket.getOutputStream().write((head + "\r\n\r\n").getBytes(UTF_8));
        return socket;
    }

    private static String status(Socket socket) throws IOException {
        String answer = new String(socket.getInputStream().readAllBytes(), UTF_8);
        return answer.length() < 12 ? "none" : answer.substring(9, 12);
    }

    @Test
    void post_64LargestBodiesAtOnce_allAreTaken() throws Exception {
        byte[] body = new byte[Source.MAX_BYTES];
        Arrays.fill(body, (byte) 0xff);
        List<Map<String, String>> signed = new ArrayList<>();
        for (int i = 0; i < SENDERS; i++) {
            body[0] = (byte) i; // equal bodies would be one event
            signed.add(signed("large-" + i, body, "s3cr3t"));
        }
        CountDownLatch allAreUnderWay = new CountDownLatch(SENDERS);
        List<String> answers = new ArrayList<>();
        try (ExecutorService senders = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<String>> calls = IntStream.range(0, SENDERS)
                    .<Callable<String>>mapToObj(i -> () -> {
                        try (Socket socket = begin("/github", signed.get(i), "Content-Length: " + body.length)) {
                            OutputStream out = socket.getOutputStream();
                            out.write(i);
                            out.write(body, 1, 2 * PART - 1);
                            allAreUnderWay.countDown();
                            allAreUnderWay.await(); // none ends before all have begun
                            out.write(body, 2 * PART, body.length - 2 * PART);
                            return status(socket);
                        }
                    })
                    .toList();
            for (Future<String> answer : senders.invokeAll(calls)) {
                answers.add(answer.get());
            }
        }
        assertThat(answers).hasSize(SENDERS).containsOnly("200");
        await().atMost(Duration.ofSeconds(60))
                .until(() -> weir.health().queue() == 0 && weir.health().inFlight() == 0);
        assertThat(archived())
                .filteredOn(file -> file.toFile().length() == body.length)
                .hasSize(SENDERS);
    }

    @Test
    void post_bodyThatBreaksOffInTheMiddle_leavesNoFileAndTellsNothing() throws Exception {
        byte[] body = new byte[1 << 20];
        Socket socket = begin("/github", signed("broken", body, "s3cr3t"), "Content-Length: " + body.length);
        socket.getOutputStream().write(body, 0, body.length / 2);
        await().until(() ->
                files(".uploads").stream().anyMatch(file -> file.toFile().length() > PART));
        assertThat(files("inbox")).isEmpty();

        socket.close();

        await().until(() -> files(".uploads").isEmpty());
        assertThat(files("inbox")).isEmpty();
        assertThat(weir.health().queue()).isZero();
    }

    @Test
    void post_whereNothingCanBeWritten_is503AndSeenByTheSender() throws Exception {
        byte[] body = new byte[1 << 20];
        Path uploads = data.resolve("bucket/.uploads");
        Files.delete(uploads);
        Files.createFile(uploads); // no file can be made in it
        try (Socket socket = begin("/github", signed("full", body, "s3cr3t"), "Content-Length: " + body.length)) {
            socket.getOutputStream().write(body);
            assertThat(new String(socket.getInputStream().readAllBytes(), UTF_8))
                    .startsWith("HTTP/1.1 503")
                    .containsIgnoringCase("retry-after: 20");
        }
        assertThat(weir.health().queue()).isZero();
    }

    @Test
    void post_chunkedBodyThatGrowsTooLarge_is413AndLeavesNoFile() throws Exception {
        byte[] body = new byte[Source.MAX_BYTES + 1];
        try (Socket socket = begin("/github", signed("big", body, "s3cr3t"), "Transfer-Encoding: chunked")) {
            OutputStream out = socket.getOutputStream();
            out.write((Integer.toHexString(body.length) + "\r\n").getBytes(UTF_8));
            out.write(body);
            out.write("\r\n0\r\n\r\n".getBytes(UTF_8));
            assertThat(status(socket)).isEqualTo("413");
        }
        await().until(() -> files(".uploads").isEmpty());
        assertThat(files("inbox")).isEmpty();
    }

    @Test
    void post_textThatIsLarge_isArchivedAsItCame() throws Exception {
        byte[] body = ("{\"text\":\"" + "ä".repeat(200_000) + "\"}").getBytes(UTF_8);
        assertThat(request("POST", "/github", signed("text", body, "s3cr3t"), body)
                        .statusCode())
                .isEqualTo(200);
        await().until(() -> archived().stream().anyMatch(file -> file.toFile().length() == body.length));
        assertThat(archived()).anySatisfy(file -> assertThat(file).hasBinaryContent(body));
    }
}
