package io.weir.local;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Senders whose bodies take their time: none of them keeps others from being answered. */
@Timeout(60)
class SlowSendersTest extends LocalWeirFixture {
    private final List<Socket> sockets = new ArrayList<>();

    @AfterEach
    void hangUp() throws IOException {
        for (Socket socket : sockets) {
            socket.close();
        }
    }

    /** Sends a part of a request and leaves the connection open. */
    private Socket begin(String head, byte[] begin) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), weir.port());
        sockets.add(socket);
        socket.getOutputStream().write((head + "Connection: close\r\n\r\n").getBytes(UTF_8));
        socket.getOutputStream().write(begin);
        socket.getOutputStream().flush();
        return socket;
    }

    private static void go(Socket socket, String rest) throws IOException {
        socket.getOutputStream().write(rest.getBytes(UTF_8));
        socket.getOutputStream().flush();
    }

    private static String status(Socket socket) throws IOException {
        String answer = new String(socket.getInputStream().readAllBytes(), UTF_8);
        return answer.isEmpty() ? "none" : answer.substring(9, 12);
    }

    private String signedHead(String id, byte[] body, String length) throws IOException {
        StringBuilder head = new StringBuilder("POST /github HTTP/1.1\r\nHost: x\r\n" + length + "\r\n");
        signed(id, body, "s3cr3t")
                .forEach((name, value) ->
                        head.append(name).append(": ").append(value).append("\r\n"));
        return head.toString();
    }

    private void awaitReading(int requests) {
        await().until(() -> weir.reading() == requests);
    }

    private static <T> List<T> all(List<Callable<T>> calls) throws Exception {
        List<T> results = new ArrayList<>();
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<T> future : executor.invokeAll(calls)) {
                results.add(future.get());
            }
        }
        return results;
    }

    @Test
    void post_130SendersWhoseBodiesComeAfterAllHeaders_allAreTaken() throws Exception {
        byte[] body = "{\"a\":1}".getBytes(UTF_8);
        List<Socket> senders = new ArrayList<>();
        for (int i = 0; i < 130; i++) {
            senders.add(begin(signedHead("slow-" + i, body, "Content-Length: " + body.length), new byte[0]));
        }
        awaitReading(130);
        List<String> answers = all(senders.stream()
                .<Callable<String>>map(sender -> () -> {
                    go(sender, "{\"a\":1}");
                    return status(sender);
                })
                .toList());
        assertThat(answers).hasSize(130).containsOnly("200");
    }

    @Test
    void post_largeBodyBesideThreeSlowChunkedOnes_isTaken() throws Exception {
        for (int i = 0; i < 3; i++) {
            begin(signedHead("slow-" + i, new byte[0], "Transfer-Encoding: chunked"), "5\r\nbegin\r\n".getBytes(UTF_8));
        }
        awaitReading(3);
        byte[] large = new byte[5 << 20];
        assertThat(request("POST", "/github", signed("large", large, "s3cr3t"), large)
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void post_20SmallChunkedBodiesAtOnce_allAreTaken() throws Exception {
        byte[] body = "begin and end".getBytes(UTF_8);
        List<Socket> senders = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            senders.add(begin(
                    signedHead("chunked-" + i, body, "Transfer-Encoding: chunked"), "5\r\nbegin\r\n".getBytes(UTF_8)));
        }
        List<String> answers = all(senders.stream()
                .<Callable<String>>map(sender -> () -> {
                    go(sender, "8\r\n and end\r\n0\r\n\r\n");
                    return status(sender);
                })
                .toList());
        assertThat(answers).hasSize(20).containsOnly("200");
    }

    @Test
    void request_thatIsRefusedByItsHead_isAnsweredBeforeItsBodyComes() throws Exception {
        String length = "Content-Length: 1000000";
        assertThat(status(begin("POST /nobody HTTP/1.1\r\nHost: x\r\n" + length + "\r\n", new byte[0])))
                .isEqualTo("404");
        assertThat(status(begin("PUT /github HTTP/1.1\r\nHost: x\r\n" + length + "\r\n", new byte[0])))
                .isEqualTo("405");
        assertThat(status(begin("POST /closed HTTP/1.1\r\nHost: x\r\n" + length + "\r\n", new byte[0])))
                .isEqualTo("403");
        assertThat(status(begin("POST /github HTTP/1.1\r\nHost: x\r\n" + length + "\r\n", new byte[0])))
                .isEqualTo("400");
        assertThat(status(begin(signedHead("x", new byte[0], "Content-Length: 9000000"), new byte[0])))
                .isEqualTo("413");
    }

    @Test
    void request_thatIsRefusedWhileItsBodyIsUnderWay_seesTheAnswerAndNoReset() throws Exception {
        assertThat(request("POST", "/nobody", Map.of(), new byte[2 << 20]).statusCode())
                .isEqualTo(404);
    }
}
