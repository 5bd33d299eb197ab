package io.weir.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.priming.LoopbackServer;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The first request behind a snapshot, in a process of its own, against a queue behind TLS. */
class IngestPrimingTest {
    /** Without priming they are 1,700. What is left is the way to the credentials, which are not to be in a snapshot. */
    private static final int MAX_CLASSES = 60;

    private static final Pattern FIRST_REQUEST = Pattern.compile("first request: (\\d+) (.*)");

    @TempDir
    Path folder;

    @Test
    void firstRequest_primed_loadsAlmostNoClass() throws Exception {
        List<String> seen = new ArrayList<>();
        try (LoopbackServer sqs = LoopbackServer.start(request -> {
            synchronized (seen) {
                seen.add(new String(request.body(), UTF_8));
            }
            return Priming.answer(request);
        })) {
            assertThat(classesOfFirstRequest(sqs)).isLessThan(MAX_CLASSES);
            assertThat(seen)
                    .as("nothing is sent to the real queue while priming")
                    .hasSize(1);
        }
    }

    @Test
    void run_queueDown_isAFault() {
        TestHandler test = new TestHandler();
        test.queueDown = true;
        test.inboxDown = true;
        assertThatThrownBy(() -> Priming.run(test.builder(Priming.SOURCES).build()))
                .isInstanceOf(IOException.class)
                .hasMessage("4 requests were not accepted");
    }

    private int classesOfFirstRequest(LoopbackServer sqs) throws Exception {
        ProcessBuilder builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-Djavax.net.ssl.trustStore=" + trustStore(sqs),
                        "-Djavax.net.ssl.trustStorePassword=changeit",
                        "-cp",
                        System.getProperty("java.class.path"),
                        PrimedProcess.class.getName())
                .redirectErrorStream(true);
        builder.environment()
                .putAll(Map.of(
                        "WEIR_SOURCES", "{\"github\": {\"scheme\": \"github\", \"secret\": \"env:X\"}}",
                        "WEIR_QUEUE_URL", sqs.uri() + "/0/queue",
                        "AWS_ENDPOINT_URL_SQS", sqs.uri().toString(),
                        "AWS_REGION", "us-east-1",
                        "AWS_ACCESS_KEY_ID", "test",
                        "AWS_SECRET_ACCESS_KEY", "test"));
        Process process = builder.start();
        try {
            String output = new String(process.getInputStream().readAllBytes(), UTF_8);
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
            Matcher line = FIRST_REQUEST.matcher(output);
            assertThat(line.find()).as(output).isTrue();
            assertThat(line.group(2)).contains("\"statusCode\":200");
            assertThat(output).doesNotContain("not primed");
            return Integer.parseInt(line.group(1));
        } finally {
            process.destroyForcibly();
        }
    }

    private Path trustStore(LoopbackServer sqs) throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setCertificateEntry("sqs", ((X509TrustManager) sqs.trust()[0]).getAcceptedIssuers()[0]);
        Path file = folder.resolve("trust.p12");
        try (OutputStream output = Files.newOutputStream(file)) {
            store.store(output, "changeit".toCharArray());
        }
        return file;
    }
}
