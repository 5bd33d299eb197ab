package io.weir.cli.conformance.play;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.cli.conformance.plan.Wire;
import io.weir.cli.conformance.play.Outgoing.Line;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The very bytes on the wire, and what is read of an answer. */
class WireSenderTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

    private final List<Duration> pauses = new ArrayList<>();
    private String received = "";

    private static Wire wire(
            @Nullable List<Integer> chunks, int parts, boolean gzip, boolean http10, @Nullable Integer breakAfter) {
        return new Wire(chunks, parts, Duration.ofSeconds(1), gzip, http10, false, breakAfter);
    }

    /** Sends to a server that answers once it has read so many bytes behind the head, or all that there is. */
    private Reply send(Outgoing request, Set<String> omitted, Wire wire, int bodyBytes, String... answers)
            throws Exception {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            CompletableFuture<String> read =
                    CompletableFuture.supplyAsync(() -> serve(server, bodyBytes, answers), threads);
            Target target = Target.of("http://127.0.0.1:" + server.getLocalPort() + "/hook?a=b", false);
            Reply reply = new WireSender(target, pauses::add).send(request, omitted, wire, PATIENCE);
            received = read.join().replace(target.authority(), "HOST");
            return reply;
        }
    }

    private static String serve(ServerSocket server, int bodyBytes, String... answers) {
        StringBuilder read = new StringBuilder();
        try (Socket socket = server.accept()) {
            while (read.indexOf("\r\n\r\n") < 0) {
                read.append((char) socket.getInputStream().read());
            }
            for (int i = 0; i < answers.length - 1; i++) {
                socket.getOutputStream().write(answers[i].getBytes(ISO_8859_1));
            }
            read.append(new String(socket.getInputStream().readNBytes(bodyBytes), ISO_8859_1));
            socket.getOutputStream().write(answers[answers.length - 1].getBytes(ISO_8859_1));
        } catch (IOException e) {
            read.append(e);
        }
        return read.toString();
    }

    private static Outgoing post(String body) {
        return new Outgoing(
                "POST", "a=b", List.of(new Line("X-One", "1"), new Line("x-one", "2")), body.getBytes(ISO_8859_1));
    }

    @Test
    void aBodyThatBreaksOff_takesNothingFromTheStatus() throws Exception {
        Reply cut = send(
                post("body"), Set.of(), Wire.PLAIN, 4, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok");
        assertThat(cut.isYes()).isTrue();
        assertThat(cut.text()).isEqualTo("ok");
        Reply none = send(post("body"), Set.of(), Wire.PLAIN, 4, "HTTP/1.1 200 OK\r\nContent-Length: ?\r\n\r\n");
        assertThat(none.isYes()).isTrue();
    }

    @Test
    void aPlainRequest_isAsItIs() throws Exception {
        Reply reply = send(post("body"), Set.of("Accept"), Wire.PLAIN, 4, OK);
        assertThat(received)
                .isEqualTo("POST /hook?a=b HTTP/1.1\r\nHost: HOST\r\nUser-Agent: weir-conformance\r\nX-One: 1\r\n"
                        + "x-one: 2\r\nContent-Length: 4\r\nConnection: close\r\n\r\nbody");
        assertThat(reply.isYes()).isTrue();
        assertThat(reply.text()).isEqualTo("ok");
    }

    @Test
    void chunks_haveTheirSizes_andTheRestIsOneMore() throws Exception {
        send(post("abcdefghijklmnop"), Set.of(), wire(List.of(1, 3), 1, false, false, null), 36, OK);
        assertThat(received)
                .contains("Transfer-Encoding: chunked\r\n")
                .doesNotContain("Content-Length")
                .endsWith("\r\n\r\n1\r\na\r\n3\r\nbcd\r\nc\r\nefghijklmnop\r\n0\r\n\r\n");
        assertThat(pauses).hasSize(2);
    }

    @Test
    void parts_haveAPauseBetween() throws Exception {
        send(post("abcdefg"), Set.of(), wire(null, 3, false, false, null), 7, OK);
        assertThat(received).endsWith("\r\n\r\nabcdefg");
        assertThat(pauses).containsExactly(Duration.ofSeconds(1), Duration.ofSeconds(1));
    }

    @Test
    void aBrokenBody_ends_withoutWhatIsMissing() throws Exception {
        Reply reply = send(post("abcdefg"), Set.of(), wire(null, 1, false, false, 3), 7, "");
        assertThat(received).contains("Content-Length: 7\r\n").endsWith("\r\n\r\nabc");
        assertThat(reply.status()).isZero();
        assertThat(reply.said()).isEqualTo("the connection was closed without an answer");
        send(post("abcdefg"), Set.of(), wire(List.of(), 1, false, false, 100), 100, "");
        assertThat(received).endsWith("\r\n\r\n7\r\nabcdefg\r\n");
    }

    @Test
    void http10_andGzip() throws Exception {
        send(post("abc"), Set.of(), wire(null, 1, true, true, null), 23, OK);
        assertThat(received).startsWith("POST /hook?a=b HTTP/1.0\r\n").contains("Content-Encoding: gzip\r\n");
        byte[] body = received.substring(received.indexOf("\r\n\r\n") + 4).getBytes(ISO_8859_1);
        assertThat(new GZIPInputStream(new ByteArrayInputStream(body)).readAllBytes())
                .asString()
                .isEqualTo("abc");
    }

    @Test
    void whoExpects100_sendsTheBodyAfterIt_andNoneAfterARefusal() throws Exception {
        Wire expects = new Wire(null, 1, Duration.ZERO, false, false, true, null);
        Reply reply = send(post("abc"), Set.of(), expects, 3, "HTTP/1.1 100 Continue\r\n\r\n", OK);
        assertThat(received).contains("Expect: 100-continue\r\n").endsWith("\r\n\r\nabc");
        assertThat(reply.status()).isEqualTo(200);
        Reply refused = send(post("abc"), Set.of(), expects, 0, "HTTP/1.1 417 No\r\nContent-Length: 0\r\n\r\n");
        assertThat(received).endsWith("\r\n\r\n");
        assertThat(refused.isNo()).isTrue();
    }

    @Test
    void answers_inChunks_untilTheEnd_andToHead() throws Exception {
        String chunked =
                "HTTP/1.1 401 No\r\nTransfer-Encoding: chunked\r\nWWW-Authenticate: x\r\n\r\n2\r\nab\r\n1;e\r\nc\r\n0\r\n\r\n";
        Reply reply = send(post("x"), Set.of(), Wire.PLAIN, 1, chunked);
        assertThat(reply.text()).isEqualTo("abc");
        assertThat(reply.headers()).containsEntry("www-authenticate", "x");
        assertThat(send(post("x"), Set.of(), Wire.PLAIN, 1, "HTTP/1.0 200 OK\r\n\r\nall")
                        .text())
                .isEqualTo("all");
        Outgoing head = new Outgoing("HEAD", "", List.of(), new byte[0]);
        assertThat(send(head, Set.of(), Wire.PLAIN, 0, "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n")
                        .status())
                .isEqualTo(200);
        assertThat(received).doesNotContain("Content-Length");
    }

    @Test
    void whatIsNoHttp_isNoAnswer() throws Exception {
        Reply reply = send(post("x"), Set.of(), Wire.PLAIN, 1, "SSH-2.0-none\r\n");
        assertThat(reply.status()).isZero();
        assertThat(reply.said()).isEqualTo("what came is no HTTP");
    }
}
