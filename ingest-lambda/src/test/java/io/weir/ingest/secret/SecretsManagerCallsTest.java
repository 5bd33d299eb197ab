package io.weir.ingest.secret;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.weir.config.Environment;
import io.weir.envelope.source.SecretReference;
import io.weir.verify.RefusedException;
import io.weir.verify.secret.SecretSet;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

class SecretsManagerCallsTest {
    private static final String ARN = "arn:aws:secretsmanager:eu-central-1:123456789012:secret:xero";
    private static final Answer NO_PREVIOUS = new Answer(400, "{\"__type\":\"ResourceNotFoundException\"}");

    private record Answer(int status, String body) {}

    private final Queue<Answer> answers = new ConcurrentLinkedQueue<>();
    private final Queue<String> requests = new ConcurrentLinkedQueue<>();
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            requests.add(exchange.getRequestHeaders().getFirst("X-Amz-Target") + " "
                    + exchange.getRequestHeaders().getFirst("Authorization") + " "
                    + new String(exchange.getRequestBody().readAllBytes(), UTF_8));
            Answer answer = answers.remove();
            byte[] body = answer.body.getBytes(UTF_8);
            exchange.sendResponseHeaders(answer.status, body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
        }
    }

    private SecretSet get() throws IOException {
        String url = "http://127.0.0.1:" + server.getAddress().getPort();
        return new SecretsManagerCalls(
                        new Environment(
                                Map.of("AWS_REGION", "eu-central-1", "AWS_ENDPOINT_URL_SECRETS_MANAGER", url + "/")),
                        () -> StaticCredentialsProvider.create(AwsBasicCredentials.create("key", "secret")))
                .get(new SecretReference.SecretsManagerSecret(ARN), false);
    }

    @Test
    void currentAndPreviousVersion_areRead() throws Exception {
        answers.add(new Answer(200, "{\"SecretString\":\"new\",\"CreatedDate\":1.7726256E9}"));
        answers.add(new Answer(200, "{\"SecretBinary\":\"b2xk\",\"CreatedDate\":1}"));
        SecretSet read = get();
        assertThat(read.secrets()).containsExactly("new".getBytes(UTF_8), "old".getBytes(UTF_8));
        assertThat(read.unchangedSince()).isEqualTo(Instant.ofEpochSecond(1_772_625_600));
        assertThat(requests.remove())
                .startsWith("secretsmanager.GetSecretValue AWS4-HMAC-SHA256 Credential=key/")
                .contains("/eu-central-1/secretsmanager/aws4_request")
                .contains("\"SecretId\":\"" + ARN + "\"")
                .contains("AWSCURRENT");
        assertThat(requests.remove()).contains("AWSPREVIOUS");
    }

    @Test
    void secretThatWasNeverRotated_hasOneVersion() throws Exception {
        answers.add(new Answer(200, "{\"SecretString\":\"new\"}"));
        answers.add(NO_PREVIOUS);
        assertThat(get().secrets()).hasSize(1);
    }

    @Test
    void deniedOrMissing_isARefusalAndNotAskedAgain() {
        for (String type : new String[] {"AccessDeniedException", "ResourceNotFoundException"}) {
            answers.add(new Answer(400, "{\"__type\":\"" + type + "\"}"));
            assertThatThrownBy(this::get)
                    .isInstanceOf(RefusedException.class)
                    .hasMessageContaining(ARN)
                    .hasMessageContaining(type);
        }
        assertThat(requests).hasSize(2);
    }

    @Test
    void whatMayPass_isAskedOnceMore() throws Exception {
        answers.add(new Answer(400, "{\"__type\":\"ThrottlingException\"}"));
        answers.add(new Answer(200, "{\"SecretString\":\"new\"}"));
        answers.add(NO_PREVIOUS);
        assertThat(get().secrets()).hasSize(1);

        answers.add(new Answer(503, ""));
        answers.add(new Answer(503, ""));
        assertThatThrownBy(this::get).isInstanceOf(IOException.class).isNotInstanceOf(RefusedException.class);
    }

    @Test
    void answerWithoutASecret_isNotRepeatedInTheError() {
        answers.add(new Answer(200, "{\"Other\":\"hush\"}"));
        assertThatThrownBy(this::get).isInstanceOf(IOException.class).message().doesNotContain("hush");
    }

    @Test
    void otherReference_isRefusedAndNobodyIsAsked() {
        SecretsManagerCalls calls = new SecretsManagerCalls(new Environment(Map.of()));
        assertThatThrownBy(() -> calls.get(new SecretReference.EnvironmentSecret("X"), false))
                .isInstanceOf(RefusedException.class);
    }
}
