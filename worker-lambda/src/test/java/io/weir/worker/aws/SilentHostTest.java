package io.weir.worker.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.worker.bucket.Bucket;
import io.weir.worker.claim.ClaimTable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A host of AWS that accepts and is silent. */
class SilentHostTest {
    private static final Map<String, String> PROPERTIES = Map.of(
            "aws.region", "us-east-1",
            "aws.accessKeyId", "AKIA",
            "aws.secretAccessKey", "secret");

    private final Map<String, String> before = new LinkedHashMap<>();
    private ServerSocket silent;

    @BeforeEach
    void open() throws IOException {
        silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        PROPERTIES.forEach(this::set);
        set("aws.endpointUrl", "http://127.0.0.1:" + silent.getLocalPort());
    }

    private void set(String name, String value) {
        before.put(name, System.getProperty(name));
        System.setProperty(name, value);
    }

    @AfterEach
    void close() throws IOException {
        silent.close();
        before.forEach((name, value) -> {
            if (value == null) {
                System.clearProperty(name);
            } else {
                System.setProperty(name, value);
            }
        });
    }

    @Test
    void anyCall_toAHostThatIsSilent_endsInItsTime() {
        AwsClients aws = new AwsClients(Duration.ofMillis(400), Duration.ofMillis(200));
        Bucket bucket = aws.bucket("b");
        ClaimTable table = aws.claims("t");
        long start = System.nanoTime();
        assertThatThrownBy(() -> bucket.get("inbox/x")).isInstanceOf(IOException.class);
        assertThatThrownBy(
                        () -> table.take(new ClaimTable.Entry("k", "h", "o", 0, false, Instant.EPOCH), Instant.EPOCH))
                .isInstanceOf(IOException.class);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
    }

    @Test
    void callsOfTheWorker_endWellInsideTheTimeOfARecord() {
        Duration record = Duration.ofSeconds(30).minusSeconds(3);
        assertThat(AwsClients.ATTEMPT).isLessThan(AwsClients.CALL);
        assertThat(AwsClients.CALL.multipliedBy(3)).isLessThan(record);
    }
}
