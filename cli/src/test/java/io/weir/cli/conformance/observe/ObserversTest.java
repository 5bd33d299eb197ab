package io.weir.cli.conformance.observe;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.config.ConfigurationException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where effects are seen. */
class ObserversTest {
    private static final Duration SHORT = Duration.ofMillis(1);
    private static final Duration LONG = Duration.ofSeconds(30);

    private final Markers markers = Markers.random();

    @TempDir
    private Path folder;

    private static byte[] gzip(String text) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(text.getBytes(UTF_8));
        }
        return packed.toByteArray();
    }

    @Test
    void markers_areFoundAmongAnyBytes_compressedToo() throws Exception {
        String first = markers.next();
        String second = markers.next();
        assertThat(first).isNotEqualTo(second).hasSameSizeAs(second);
        assertThat(Markers.in(("\u0000\u00ff" + first + "x" + second + first).getBytes(UTF_8)))
                .containsExactlyInAnyOrder(first, second);
        assertThat(Markers.in(gzip("{" + first + "}"))).containsExactly(first);
        assertThat(Markers.in(new byte[] {0x1f, (byte) 0x8b, 1})).isEmpty();
        assertThat(Markers.in("case-")).isEmpty();
    }

    private static void post(SinkObserver sink, String header, byte[] body) throws Exception {
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + sink.port() + "/x"))
                    .header("weir-event", header)
                    .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                    .build();
            assertThat(http.send(request, HttpResponse.BodyHandlers.discarding())
                            .statusCode())
                    .isEqualTo(200);
        }
    }

    @Test
    void sink_countsEachRequestOnce_byBodyOrHeader() throws Exception {
        String marker = markers.next();
        try (SinkObserver sink = SinkObserver.at("127.0.0.1:0")) {
            assertThat(sink.seesEffects()).isTrue();
            assertThat(sink.await(marker, 1, SHORT)).isFalse();
            post(sink, marker, (marker + marker).getBytes(UTF_8));
            post(sink, marker, new byte[0]);
            post(sink, "other", gzip(marker));
            assertThat(sink.await(marker, 3, LONG)).isTrue();
            assertThat(sink.effects(marker)).isEqualTo(3);
            assertThat(sink.effects(markers.next())).isZero();
        }
    }

    @Test
    void folder_countsNewFiles_byContentOrName_andAFileThatIsRenamedOnce() throws Exception {
        String marker = markers.next();
        Files.writeString(folder.resolve("old"), marker);
        try (Observer observer = Observers.of(folder.toString())) {
            assertThat(observer.effects(marker)).isZero();
            assertThat(observer.await(marker, 1, SHORT)).isFalse();
            Path deep = Files.createDirectories(folder.resolve("a/b"));
            Files.writeString(deep.resolve("one.tmp"), "x" + marker);
            assertThat(observer.await(marker, 1, LONG)).isTrue();
            Files.move(deep.resolve("one.tmp"), deep.resolve("one"));
            assertThat(observer.effects(marker)).isEqualTo(1);
            Files.writeString(deep.resolve(marker + ".json"), "");
            Files.writeString(deep.resolve("none"), "nothing");
            assertThat(observer.effects(marker)).isEqualTo(2);
            Files.writeString(deep.resolve("none"), "now " + marker);
            assertThat(observer.effects(marker)).isEqualTo(3);
            Files.delete(deep.resolve("none"));
            assertThat(observer.effects(marker)).isEqualTo(3);
        }
    }

    @Test
    void status_seesNoEffects() throws Exception {
        try (Observer observer = Observers.of("status")) {
            assertThat(observer.seesEffects()).isFalse();
            assertThat(observer.effects("x")).isZero();
        }
    }

    @Test
    void whatIsNoPlace_isRefused() throws Exception {
        assertThatThrownBy(() -> Observers.of(folder.resolve("none").toString()))
                .isInstanceOf(ConfigurationException.class);
        assertThatThrownBy(() -> Observers.of("sink=here")).isInstanceOf(ConfigurationException.class);
        assertThatThrownBy(() -> Observers.of("sink=no-such-host.invalid:1"))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("has no address");
        try (SinkObserver sink = SinkObserver.at("127.0.0.1:0")) {
            assertThatThrownBy(() -> Observers.of("sink=127.0.0.1:" + sink.port()))
                    .isInstanceOf(IOException.class)
                    .hasMessageStartingWith("--observe sink=127.0.0.1:" + sink.port() + ": ");
        }
    }
}
