package io.weir.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.config.Environment;
import io.weir.envelope.Sha256;
import io.weir.envelope.source.Source;
import io.weir.envelope.source.Sources;
import io.weir.json.Json;
import io.weir.parameter.SsmParameters;
import io.weir.worker.ReleaseHandler;
import io.weir.worker.fakes.FakeContext;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.services.lambda.LambdaClient;

/** The door that is the default, an HTTP API, and what becomes of versions with snapshots: applied to moto, behind our proxy. */
@Order(0)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class HttpApiIT {
    private static final String WORKER = "weir-worker";
    private static final String INGEST = "weir-ingest";

    /** What the SDK's clients in this process find as a function's find their environment. */
    private static final Map<String, String> AS_IN_A_FUNCTION =
            Map.of("aws.region", LocalStack.REGION, "aws.accessKeyId", "test", "aws.secretAccessKey", "test");

    private static Moto moto;
    private static Versions versions;
    private static MotoProxy proxy;
    private static LambdaClient lambda;
    private static Deployment deployment;

    @BeforeAll
    static void start() throws Exception {
        Path project = Path.of("").toAbsolutePath().getParent();
        Path work = Files.createDirectories(project.resolve("system-tests/target/http-api"));
        WeirSystem.deleteAll(work);
        moto = Moto.start(project, work);
        versions = new Versions();
        MotoFunctions functions = new MotoFunctions(versions);
        functions.runs("weir-release", HttpApiIT::release);
        proxy = new MotoProxy(moto.endpoint(), functions);
        AS_IN_A_FUNCTION.forEach(System::setProperty);
        System.setProperty("aws.endpointUrl", proxy.endpoint().toString());
        lambda = LambdaClient.builder()
                .httpClient(UrlConnectionHttpClient.create())
                .build();
        deployment = new Deployment(project, work, proxy.endpoint(), variables(project), Map.of());
    }

    @AfterAll
    static void end() throws Exception {
        lambda.close();
        AS_IN_A_FUNCTION.keySet().forEach(System::clearProperty);
        System.clearProperty("aws.endpointUrl");
        proxy.close();
        moto.close();
    }

    private static Map<String, Object> variables(Path project) {
        Map<String, Object> variables = new LinkedHashMap<>();
        variables.put("sources", Json.write(sources()));
        variables.put("ingest_jar", WeirSystem.jar(project, "ingest-lambda"));
        variables.put("worker_jar", WeirSystem.jar(project, "worker-lambda"));
        variables.put("mail_from", "weir@example.com");
        variables.put("mail_to", List.of("ops@example.com"));
        variables.put("verify_recipients", true);
        variables.put("alarm_emails", List.of("ops@example.com"));
        variables.put("tags", Map.of("system", "weir"));
        return variables;
    }

    private static Map<String, Object> sources() {
        Map<String, Object> sources = new LinkedHashMap<>();
        sources.put(
                "budgets",
                Map.of(
                        "scheme", "sns",
                        "topics", List.of("arn:aws:sns:us-east-1:210987654321:budgets"),
                        "actions", List.of("email")));
        sources.put("github", Map.of("scheme", "github", "secret", "managed"));
        return sources;
    }

    /** The release function itself, in this process; it finds the proxy as a function finds AWS. */
    private static byte[] release(byte[] input) throws IOException {
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        new ReleaseHandler().handleRequest(new ByteArrayInputStream(input), output, new FakeContext(900_000));
        return output.toByteArray();
    }

    private static String live(String function) {
        return lambda.getAlias(get -> get.functionName(function).name("live")).functionVersion();
    }

    @Test
    @Order(1)
    void sourcesWithWhichAFunctionWouldNotStart_areRefusedBeforeThePlan() throws Exception {
        Map<String, Object> wrong = sources();
        wrong.put("shop", Map.of("scheme", "shopify", "secret", "managed", "allow", List.of("203.0.113.0/33")));
        deployment.set("sources", Json.write(wrong));

        assertThatThrownBy(deployment::apply)
                .hasMessageContaining("/shop/allow/0: expected")
                .hasMessageContaining("nothing was deployed");

        assertThat(lambda.listFunctions().functions()).isEmpty();
        deployment.set("sources", Json.write(sources()));
    }

    @Test
    @Order(2)
    void apply_makesTheDoor_andLeadsNoAliasToAVersionThatIsPending() throws Exception {
        deployment.apply();

        assertThat(versions.early()).isEmpty();
        assertThat(versions.seen())
                .containsSubsequence(INGEST + ":1 Pending", INGEST + ":1 Active")
                .containsSubsequence(WORKER + ":1 Pending", WORKER + ":1 Active");
        assertThat(live(INGEST)).isEqualTo("1");
        assertThat(live(WORKER)).isEqualTo("1");
        assertThat((Map<?, ?>) deployment.outputs().get("source_urls"))
                .allSatisfy((name, url) -> assertThat(URI.create((String) url)).satisfies(door -> {
                    assertThat(door.getHost()).endsWith(".execute-api." + LocalStack.REGION + ".amazonaws.com");
                    assertThat(door.getPath()).isEqualTo("/" + name);
                }));
    }

    @Test
    @Order(3)
    void plan_afterTheApply_isEmpty() throws Exception {
        assertThatCode(deployment::planIsEmpty).doesNotThrowAnyException();
    }

    @Test
    @Order(4)
    void versionWhoseStartFails_endsTheApplyWithItsReason_andIsNotLed() throws Exception {
        versions.startsFail(WORKER, "The start ended: WEIR_BUCKET: expected a value");
        deployment.set("worker_memory_mb", 1088);

        assertThatThrownBy(deployment::applyOnly)
                .hasMessageContaining("version 2 of weir-worker is not to be called")
                .hasMessageContaining("WEIR_BUCKET: expected a value");

        assertThat(live(WORKER)).isEqualTo("1");
        assertThat(versions.early()).isEmpty();

        versions.startsFail(WORKER, null);
        deployment.set("publish_again", 1);
        deployment.applyOnly();

        assertThat(live(WORKER)).isEqualTo("3");
        assertThat(live(INGEST)).isEqualTo("2");
        assertThat(versions.early()).isEmpty();
    }

    @Test
    @Order(5)
    void versionThatFellAsleep_isWokenByTheScheduledPing() throws Exception {
        versions.fallAsleep(INGEST, live(INGEST));

        release(Json.write(Map.of("weir", "ping", "functions", List.of(INGEST, WORKER)))
                .getBytes(StandardCharsets.UTF_8));

        assertThat(versions.seen())
                .endsWith(WORKER + ":3 Active")
                .containsSubsequence(INGEST + ":2 Inactive", INGEST + ":2 Pending", INGEST + ":2 Active");
    }

    /** Each version finds its own, also when others have taken their place. */
    @Test
    @Order(6)
    void manySources_lieInTheParameter_andEachVersionReadsItsOwn() throws Exception {
        Map<String, Object> many = sources();
        for (int i = 0; i < 60; i++) {
            many.put("source-" + i, Map.of("scheme", "github", "secret", secretArn(i)));
        }
        deployment.set("sources", Json.write(many));
        deployment.applyOnly();
        String before = live(INGEST);
        many.remove("source-0");
        deployment.set("sources", Json.write(many));
        deployment.applyOnly();

        assertThat(live(INGEST)).isNotEqualTo(before);
        assertThat(read(INGEST, before)).hasSize(62).contains("source-0");
        assertThat(read(INGEST, live(INGEST))).hasSize(61).doesNotContain("source-0");
        assertThat(read(WORKER, live(WORKER))).hasSize(61);
    }

    /** As hard to press as one of an account. */
    private static String secretArn(int i) {
        return "arn:aws:secretsmanager:eu-central-1:123456789012:secret:" + Sha256.hex(new byte[] {(byte) i});
    }

    private static List<String> read(String function, String version) {
        Map<String, String> environment = new LinkedHashMap<>(lambda.getFunctionConfiguration(
                        get -> get.functionName(function).qualifier(version))
                .environment()
                .variables());
        assertThat(environment.get("WEIR_SOURCES")).startsWith("ssm:/weir/weir/sources:");
        environment.put("AWS_REGION", LocalStack.REGION);
        environment.put("AWS_ENDPOINT_URL", proxy.endpoint().toString());
        Environment read = new Environment(environment);
        return Sources.read(read, SsmParameters.of(read)).all().stream()
                .map(Source::name)
                .toList();
    }
}
