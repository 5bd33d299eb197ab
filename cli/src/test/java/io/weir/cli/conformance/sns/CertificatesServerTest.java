package io.weir.cli.conformance.sns;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is answered for a certificate's URL, and what is recorded. */
class CertificatesServerTest {
    private static final String HEX = "a123456789abcdef0123456789abcdef";
    private static final String URL = "https://sns.us-east-1.amazonaws.com/SimpleNotificationService-" + HEX + ".pem";

    private CertificatesServer server;
    private AskingFetcher client;

    @BeforeEach
    void open() throws IOException {
        server = CertificatesServer.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        client = new AskingFetcher(server.port());
    }

    @AfterEach
    void close() {
        client.close();
        server.close();
    }

    private static HttpResponse<byte[]> get(String url) throws Exception {
        try (HttpClient http = HttpClient.newHttpClient()) {
            return http.send(HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.ofByteArray());
        }
    }

    @Test
    void get_urlThatWasLaid_answersItAndRecordsEachFetch() throws Exception {
        server.lay(URL, HEX, Laid.of("pem".getBytes(UTF_8)));

        assertThat(client.get(URL).body()).asString().isEqualTo("pem");
        assertThat(client.get(URL).statusCode()).isEqualTo(200);
        assertThat(server.fetched()).containsExactly(URL, URL);
    }

    @Test
    void get_anotherSpellingOfTheUrl_answersTheSameAndRecordsWhatWasAsked() throws Exception {
        server.lay(URL, HEX, Laid.of("pem".getBytes(UTF_8)));
        String other = "https://evil.example/" + HEX.toUpperCase(java.util.Locale.ROOT) + "?a=b&c=d#e f\u0430";

        assertThat(client.get(other).body()).asString().isEqualTo("pem");
        assertThat(server.fetched()).containsExactly(other);
    }

    @Test
    void get_urlThatNobodyLaid_is404AndRecordedAllTheSame() throws Exception {
        assertThat(client.get("https://elsewhere.example/").statusCode()).isEqualTo(404);
        assertThat(server.fetched()).containsExactly("https://elsewhere.example/");
    }

    @Test
    void get_statusAndRedirect_areAnsweredAsLaid() throws Exception {
        server.lay(URL, HEX, Laid.redirect("https://sns.example/good.pem"));
        HttpResponse<byte[]> redirect = client.get(URL);
        assertThat(redirect.statusCode()).isEqualTo(302);
        assertThat(redirect.headers().map())
                .containsAllEntriesOf(Map.of("location", java.util.List.of("https://sns.example/good.pem")));
        server.lay(URL, HEX, Laid.of(500));
        assertThat(client.get(URL).statusCode()).isEqualTo(500);
    }

    @Test
    void get_reset_hasNoAnswer() {
        server.lay(URL, HEX, Laid.reset());
        assertThatThrownBy(() -> client.get(URL)).isInstanceOf(IOException.class);
        assertThat(server.fetched()).isNotEmpty().containsOnly(URL);
    }

    @Test
    void get_witness_isRecordedAsTheUrlThatAMessageNames() throws Exception {
        String witness = server.witness(HEX);
        server.lay(witness, HEX, Laid.of("pem".getBytes(UTF_8)));

        assertThat(get(witness).body()).asString().isEqualTo("pem");
        assertThat(server.fetched()).containsExactly(witness);
    }

    @Test
    void get_anythingElse_isRefusedAndNoFetch() throws Exception {
        String root = "http://127.0.0.1:" + server.port();
        assertThat(get(root + "/").statusCode()).isEqualTo(400);
        assertThat(get(root + "/other?url=x").statusCode()).isEqualTo(400);
        assertThat(get(root + "/?uri=x").statusCode()).isEqualTo(400);
        assertThat(server.fetched()).isEmpty();
    }

    @Test
    void open_portThatIsTaken_fails() {
        InetSocketAddress taken = new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port());
        assertThatThrownBy(() -> CertificatesServer.open(taken)).isInstanceOf(IOException.class);
    }
}
