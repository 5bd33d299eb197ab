package io.weir.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.console.api.ApiHandler;
import io.weir.operations.Change;
import io.weir.operations.Filter;
import io.weir.operations.OperationsException;
import io.weir.operations.State;
import io.weir.operations.remote.RemoteOperations;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole console: what commands do is written down as what people do is. */
class WiringTest {
    private static final char[] PASSWORD = "changeit".toCharArray();

    @TempDir
    private Path folder;

    @Test
    void what_commands_change_is_written_down() throws Exception {
        Path audit = folder.resolve("audit.jsonl");
        try (ConsoleFixture fixture =
                        new ConsoleFixture(options -> options.audit(audit).api(ApiHandler::new));
                RemoteOperations remote = remote(fixture)) {
            fixture.sample.fill();
            Filter dead = Filter.ALL.withStates(State.DEAD);
            assertThat(remote.change(new Change.Retry(), dead, 0, (done, failed, total) -> true)
                            .done())
                    .isEqualTo(4);
            assertThat(Files.readAllLines(audit))
                    .hasSize(2)
                    .first()
                    .asString()
                    .contains("\"from\":\"127.0.0.1\",\"action\":\"retry\"");
            remote.purge(dead, true, (done, failed, total) -> true);
            remote.cancel();
            assertThat(Files.readString(audit)).contains("\"action\":\"purge\"", "\"action\":\"cancel\"");
        }
    }

    @Test
    void commands_change_nothing_where_people_may_not() throws Exception {
        try (ConsoleFixture fixture =
                        new ConsoleFixture(options -> options.readOnly(true).api(ApiHandler::new));
                RemoteOperations remote = remote(fixture)) {
            fixture.sample.fill();
            Filter dead = Filter.ALL.withStates(State.DEAD);
            assertThatThrownBy(() -> remote.change(new Change.Retry(), dead, 0, (done, failed, total) -> true))
                    .isInstanceOf(OperationsException.class)
                    .hasMessageContaining("read-only");
            assertThat(remote.list(dead, null, 10).requests()).hasSize(4);
        }
    }

    private static RemoteOperations remote(ConsoleFixture fixture) throws IOException {
        URI url = URI.create("http://127.0.0.1:" + fixture.console.port());
        return RemoteOperations.connect(url, fixture.console.token());
    }

    @Test
    void a_taken_port_is_said() throws IOException {
        try (ConsoleFixture fixture = ConsoleFixture.plain();
                ConsoleServer second = ConsoleServer.builder(fixture.operations)
                        .port(fixture.console.port())
                        .build()) {
            assertThatThrownBy(second::start)
                    .isInstanceOf(IOException.class)
                    .hasMessage("port " + fixture.console.port() + " on 127.0.0.1 is taken");
        }
    }

    @Test
    void with_a_certificate_it_speaks_https_and_its_cookie_is_for_that_alone() throws Exception {
        KeyStore keys = certificate();
        SSLContext tls = SSLContext.getInstance("TLS");
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, PASSWORD);
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(keys);
        tls.init(managers.getKeyManagers(), trust.getTrustManagers(), null);
        try (ConsoleFixture fixture =
                        new ConsoleFixture(options -> options.host("0.0.0.0").tls(tls));
                HttpClient client = HttpClient.newBuilder().sslContext(tls).build()) {
            assertThat(fixture.console.url()).startsWith("https://127.0.0.1:");
            HttpRequest request =
                    HttpRequest.newBuilder(URI.create(fixture.console.url())).build();
            HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
            assertThat(answer.statusCode()).isEqualTo(303);
            assertThat(answer.headers().firstValue("set-cookie").orElseThrow()).contains("; Secure");
        }
    }

    private KeyStore certificate() throws Exception {
        Path file = folder.resolve("keys.p12");
        Path keytool = Path.of(System.getProperty("java.home"), "bin", "keytool");
        Process process = new ProcessBuilder(
                        keytool.toString(),
                        "-genkeypair",
                        "-alias",
                        "console",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=console",
                        "-ext",
                        "san=ip:127.0.0.1",
                        "-storepass",
                        new String(PASSWORD),
                        "-keystore",
                        file.toString())
                .redirectErrorStream(true)
                .start();
        try {
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        } finally {
            process.destroyForcibly();
        }
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream stream = Files.newInputStream(file)) {
            keys.load(stream, PASSWORD);
        }
        return keys;
    }
}
