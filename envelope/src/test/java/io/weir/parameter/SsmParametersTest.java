package io.weir.parameter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.weir.config.ConfigurationException;
import io.weir.config.Environment;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

class SsmParametersTest {
    private static final String NAME = "/weir/weir/sources:3";

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
            requests.add(String.join(
                    "\n",
                    exchange.getRequestMethod(),
                    exchange.getRequestHeaders().getFirst("X-Amz-Target"),
                    exchange.getRequestHeaders().getFirst("Content-Type"),
                    exchange.getRequestHeaders().getFirst("Authorization"),
                    new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)));
            Answer answer = answers.remove();
            byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(answer.status(), body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
        }
    }

    private SsmParameters parameters() {
        return new SsmParameters(
                URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/"),
                "eu-central-1",
                StaticCredentialsProvider.create(AwsBasicCredentials.create("key", "secret")),
                Duration.ofMillis(1));
    }

    @Test
    void value_isAskedForByName_signedForTheRegion() throws IOException {
        answers.add(new Answer(200, "{\"Parameter\": {\"Value\": \"text\", \"Version\": 3}}"));
        assertThat(parameters().get(NAME)).isEqualTo("text");
        assertThat(requests.remove().lines())
                .hasSize(5)
                .containsSequence("POST", "AmazonSSM.GetParameter", "application/x-amz-json-1.1")
                .anySatisfy(line -> assertThat(line)
                        .startsWith("AWS4-HMAC-SHA256 Credential=key/")
                        .contains("/eu-central-1/ssm/aws4_request"))
                .endsWith("{\"Name\":\"" + NAME + "\"}");
    }

    @Test
    void whatMayPass_isAskedAgain() throws IOException {
        answers.add(new Answer(503, ""));
        // A role's policy that was just written is not known everywhere at once.
        answers.add(new Answer(400, "{\"__type\": \"AccessDeniedException\"}"));
        answers.add(new Answer(400, "{\"__type\": \"ThrottlingException\", \"message\": \"Rate exceeded\"}"));
        answers.add(new Answer(200, "{\"Parameter\": {\"Value\": \"text\"}}"));
        assertThat(parameters().get(NAME)).isEqualTo("text");
    }

    @Test
    void whatDoesNotPass_endsAfterSomeAttempts() {
        answers.addAll(Collections.nCopies(8, new Answer(500, "")));
        assertThatThrownBy(() -> parameters().get(NAME))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("Parameter Store answered 500");
        assertThat(requests).hasSize(8);
    }

    @Test
    void refusal_isNotAskedAgain() {
        answers.add(new Answer(400, "{\"__type\": \"com.amazonaws.ssm#ParameterVersionNotFound\"}"));
        assertThatThrownBy(() -> parameters().get(NAME))
                .isInstanceOf(IOException.class)
                .hasMessage("Parameter Store answered 400 ParameterVersionNotFound");
        answers.add(new Answer(200, "{\"Parameter\": {}}"));
        assertThatThrownBy(() -> parameters().get(NAME)).hasMessage("Parameter Store answered 200 without a value");
        assertThat(requests).hasSize(2);
    }

    @Test
    void nobodyThere_isAnError() {
        server.stop(0);
        assertThatThrownBy(() -> parameters().get(NAME))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("Parameter Store cannot be asked: ");
    }

    @Test
    void endpoint_isThatOfTheEnvironment() {
        assertThatThrownBy(() -> SsmParameters.of(new Environment(Map.of())).get(NAME))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage("AWS_REGION: expected a value, it is not set");
        assertThatThrownBy(() -> SsmParameters.of(
                                new Environment(Map.of("AWS_REGION", "eu-central-1", "AWS_ENDPOINT_URL_SSM", "a b")))
                        .get(NAME))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage("AWS_ENDPOINT_URL_SSM: expected a URL");
    }
}
