package io.weir.worker.aws.release;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.weir.worker.release.Functions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.lambda.LambdaClient;

/** Against a server that answers as Lambda's API does. */
class LambdaFunctionsTest {
    private static final String CONFIGURATION = "/2015-03-31/functions/f/configuration?Qualifier=12";
    private static final String INVOCATION = "/2015-03-31/functions/f/invocations?Qualifier=12";
    private static final String VERSIONS = "/2015-03-31/functions/f/versions";
    private static final String ALIASES = "/2015-03-31/functions/f/aliases";

    private record Said(int status, Map<String, String> headers, String body) {}

    private final Map<String, Said> answers = new HashMap<>();
    private final List<String> asked = new ArrayList<>();
    private HttpServer server;
    private LambdaClient client;
    private LambdaFunctions functions;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
            String target = exchange.getRequestURI().toString();
            asked.add(exchange.getRequestMethod() + " " + target + (body.isEmpty() ? "" : " " + body));
            Said said = answers.getOrDefault(
                    target, new Said(404, Map.of("x-amzn-errortype", "ResourceNotFoundException"), "{}"));
            said.headers().forEach(exchange.getResponseHeaders()::set);
            byte[] bytes = said.body().getBytes(UTF_8);
            exchange.sendResponseHeaders(said.status(), bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
        server.start();
        client = LambdaClient.builder()
                .endpointOverride(
                        URI.create("http://127.0.0.1:" + server.getAddress().getPort()))
                .region(Region.EU_CENTRAL_1)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test")))
                .httpClient(UrlConnectionHttpClient.create())
                .overrideConfiguration(times ->
                        times.apiCallTimeout(Duration.ofSeconds(20)).retryStrategy(retry -> retry.maxAttempts(1)))
                .build();
        functions = new LambdaFunctions(client);
    }

    @AfterEach
    void stop() {
        client.close();
        server.stop(0);
    }

    private void answer(String target, String body) {
        answers.put(target, new Said(200, Map.of(), body));
    }

    @Test
    void find_failedVersion_isReadWithItsReason() throws Exception {
        answer(CONFIGURATION, "{\"State\":\"Failed\",\"StateReason\":\"no\",\"StateReasonCode\":\"FunctionError\"}");
        assertThat(functions.find("f", "12")).isEqualTo(new Functions.Version("Failed", "no"));
    }

    @Test
    void find_stateWithoutAReason_hasNone() throws Exception {
        answer(CONFIGURATION, "{\"State\":\"Active\"}");
        assertThat(functions.find("f", "12")).isEqualTo(new Functions.Version("Active", ""));
    }

    @Test
    void find_versionThatIsNotThere_isNull() throws Exception {
        assertThat(functions.find("f", "12")).isNull();
    }

    @Test
    void find_roleThatMayNot_isAFaultThatMayPass() {
        answers.put(
                CONFIGURATION,
                new Said(403, Map.of("x-amzn-errortype", "AccessDeniedException"), "{\"Message\":\"not yours\"}"));
        assertThatThrownBy(() -> functions.find("f", "12"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("not yours");
    }

    @Test
    void ping_versionThatAnswers_isAskedWithoutAnEffect() throws Exception {
        answer(INVOCATION, "{}");
        assertThat(functions.ping("f", "12")).isNull();
        assertThat(asked).containsExactly("POST " + INVOCATION + " {\"weir\":\"ping\"}");
    }

    @Test
    void ping_versionThatFails_saysHow() throws Exception {
        answers.put(
                INVOCATION,
                new Said(
                        200,
                        Map.of("X-Amz-Function-Error", "Unhandled"),
                        "{\"errorMessage\":\"" + "x".repeat(900) + "\"}"));
        assertThat(functions.ping("f", "12"))
                .startsWith("Unhandled {\"errorMessage\":\"xxx")
                .hasSizeLessThan(520);
    }

    @Test
    void ping_snapshotThatIsNotReady_isAFaultThatMayPass() {
        answers.put(
                INVOCATION,
                new Said(409, Map.of("x-amzn-errortype", "SnapStartNotReadyException"), "{\"Message\":\"not ready\"}"));
        assertThatThrownBy(() -> functions.ping("f", "12")).isInstanceOf(IOException.class);
    }

    @Test
    void versions_ofSeveralPages_areAllNumbers() throws Exception {
        answer(VERSIONS, "{\"Versions\":[{\"Version\":\"$LATEST\"},{\"Version\":\"9\"}],\"NextMarker\":\"m\"}");
        answer(VERSIONS + "?Marker=m", "{\"Versions\":[{\"Version\":\"10\"}]}");
        assertThat(functions.versions("f")).containsExactly("9", "10");
    }

    @Test
    void named_aliasThatSharesItsCalls_namesBothVersions() throws Exception {
        answer(
                ALIASES,
                "{\"Aliases\":[{\"Name\":\"live\",\"FunctionVersion\":\"11\",\"RoutingConfig\":{\"AdditionalVersionWeights\":{\"12\":0.1}}},"
                        + "{\"Name\":\"old\",\"FunctionVersion\":\"3\"}]}");
        assertThat(functions.named("f")).containsExactlyInAnyOrder("3", "11", "12");
    }

    @Test
    void delete_version_namesItsNumber() throws Exception {
        answers.put("/2015-03-31/functions/f?Qualifier=3", new Said(204, Map.of(), ""));
        functions.delete("f", "3");
        assertThat(asked).containsExactly("DELETE /2015-03-31/functions/f?Qualifier=3");
    }

    @Test
    void delete_withoutANumber_neverDeletesTheFunctionItself() {
        for (String version : List.of("", "$LATEST", "live", "0")) {
            assertThatThrownBy(() -> functions.delete("f", version)).isInstanceOf(IllegalArgumentException.class);
        }
        assertThat(asked).isEmpty();
    }
}
