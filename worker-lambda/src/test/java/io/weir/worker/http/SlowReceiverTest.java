package io.weir.worker.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.config.Cidr;
import io.weir.config.ConfigValue;
import io.weir.worker.action.HttpAnswerException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.apache.hc.client5.http.SystemDefaultDnsResolver;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The time-out bounds the whole exchange, however slowly the receiver answers. */
@Timeout(30)
class SlowReceiverTest {
    private final PinnedHttpSender sender = new PinnedHttpSender(
            SystemDefaultDnsResolver.INSTANCE,
            List.of(Cidr.parse(new ConfigValue("test", "127.0.0.0/8"))),
            Clock.systemUTC());

    @ParameterizedTest
    @ValueSource(strings = {"HTTP/1.1 200 OK\r\nx-slow: ", "HTTP/1.1 100 Continue\r\n\r\n", ""})
    void post_answerThatTricklesIn_isAFaultWhenTheTimeIsOver(String beginning) throws Exception {
        assertThatThrownBy(() -> postToTrickling(beginning)).isInstanceOf(IOException.class);
    }

    /** Its status is the answer; what becomes of its body is not waited for beyond the time. */
    @Test
    void post_bodyOfTheAnswerThatTricklesIn_isTheStatusWhenTheTimeIsOver() throws Exception {
        assertThat(postToTrickling("HTTP/1.1 202 Accepted\r\ncontent-length: 100000000\r\n\r\n"))
                .isEqualTo(202);
        assertThatThrownBy(() -> postToTrickling("HTTP/1.1 404 Not Found\r\n\r\n"))
                .isInstanceOf(HttpAnswerException.class)
                .hasMessage("127.0.0.1 answered 404");
    }

    /** Writes a beginning, then a byte every few milliseconds, long before the time-out of a single read. */
    private int postToTrickling(String beginning) throws Exception {
        try (ServerSocket listener = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            Thread trickling = Thread.ofVirtual().start(() -> trickle(listener, beginning));
            try {
                return sender.post(
                        URI.create("http://127.0.0.1:" + listener.getLocalPort() + "/"),
                        Map.of(),
                        new byte[0],
                        Duration.ofMillis(500));
            } finally {
                assertThat(trickling.join(Duration.ofSeconds(10))).isTrue(); // the connection was closed
            }
        }
    }

    private static void trickle(ServerSocket listener, String beginning) {
        try (Socket connection = listener.accept()) {
            connection.getOutputStream().write(beginning.getBytes(UTF_8));
            while (!Thread.currentThread().isInterrupted()) {
                connection.getOutputStream().write('x');
                LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
            }
        } catch (IOException e) {
            // Closed by the other side, as it should be.
        }
    }
}
