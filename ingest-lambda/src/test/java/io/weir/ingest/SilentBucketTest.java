package io.weir.ingest;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;

/** A host that takes connections and never answers. The client's own time-outs are 30 s an attempt, and there are three. */
@Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SilentBucketTest {
    private static final Duration SHORT = Duration.ofMillis(300);

    private final CountDownLatch stopped = new CountDownLatch(1);
    private ServerSocket host;
    private S3Inbox inbox;

    @BeforeEach
    void listen() throws IOException {
        host = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        inbox = new S3Inbox(
                new BucketAddress(URI.create("http://127.0.0.1:" + host.getLocalPort() + "/bucket/"), "eu-west-1"),
                StaticCredentialsProvider.create(AwsBasicCredentials.create("AKID", "SECRET")),
                UrlConnectionHttpClient.create());
    }

    @AfterEach
    void stop() throws IOException {
        stopped.countDown();
        host.close();
    }

    private void assertGivesUp(byte[] object, Duration timeLeft) {
        assertThatThrownBy(() -> inbox.put("inbox/x", object, timeLeft))
                .isInstanceOf(IOException.class)
                .hasMessage("the bucket did not answer in time");
    }

    @ParameterizedTest
    @ValueSource(ints = {4, 32 << 20})
    void put_hostThatIsSilentBeforeOrAfterReading_endsWithItsTime(int bytes) {
        assertGivesUp(new byte[bytes], SHORT);
    }

    @Test
    void put_answerThatTrickles_endsWithItsTime() {
        Thread.ofVirtual().start(this::trickle);
        assertGivesUp(new byte[4], SHORT);
    }

    /** One byte after the other, each well within a socket's time-out. */
    private void trickle() {
        try (Socket socket = host.accept();
                OutputStream answer = socket.getOutputStream()) {
            answer.write("HTTP/1.1 200 OK\r\nx-pad: ".getBytes(US_ASCII));
            while (!stopped.await(20, TimeUnit.MILLISECONDS)) {
                answer.write('x');
            }
        } catch (IOException e) {
            // The other side has hung up, as it should.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void put_noTimeLeft_asksNobody() throws Exception {
        assertGivesUp(new byte[4], Duration.ofMillis(-1));
        host.setSoTimeout(1);
        assertThatThrownBy(host::accept).isInstanceOf(SocketTimeoutException.class);
    }

    @Test
    void handle_queueDownAndBucketSilent_is503() throws Exception {
        TestHandler test = new TestHandler();
        test.queueDown = true;
        IngestHandler handler = test.builder().inbox(inbox).answerTime(SHORT).build();
        assertThat(TestHandler.handle(handler, new Event("/github").bytes()).get("statusCode"))
                .hasToString("503");
    }
}
