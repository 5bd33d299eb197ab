package io.weir.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.envelope.source.Source;
import io.weir.envelope.source.Sources;
import io.weir.json.Json;
import io.weir.json.JsonException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.lambda.LambdaClient;

/** Weir as Terraform deploys it to LocalStack, driven from outside. Closing ends LocalStack, and all of it with that. */
final class WeirSystem implements AutoCloseable {
    static final String BUCKET = "weir-system-test";
    /** The secret of every managed source at the start. */
    static final String SECRET = "first secret";

    private static final String ACCOUNT = "000000000000";
    /** A topic's ARN without its name. */
    static final String TOPIC = "arn:aws:sns:" + LocalStack.REGION + ":" + ACCOUNT + ":";
    /** Where whoever is told of an alarm reads on. */
    static final String RUNBOOK = "https://example.com/docs/runbook.md";

    private Path work;
    private Forwarder forwarder;
    private LocalStack localStack;
    private Aws aws;
    private Deployment deployment;
    private Sender sender;
    private Sources sources;
    private Map<?, ?> outputs;

    void deploy() throws Exception {
        Path project = Path.of("").toAbsolutePath().getParent();
        work = Files.createDirectories(project.resolve("system-tests/target/system"));
        deleteAll(work);
        forwarder = new Forwarder();
        localStack = LocalStack.start(project, work, forwarder.port());
        aws = new Aws(localStack.endpoint());

        aws.sns().createTopic(topic -> topic.name("budgets").attributes(Map.of("SignatureVersion", "1")));
        aws.sns().createTopic(topic -> topic.name("orders").attributes(Map.of("SignatureVersion", "2")));
        aws.events().createEventBus(bus -> bus.name("shipments"));
        Map<String, Object> config = config(
                aws.secrets().createSecret(secret -> secret.name("late")).arn(),
                aws.secrets().createSecret(secret -> secret.name("later")).arn(),
                aws.secrets().createSecret(secret -> secret.name("latest")).arn());
        sources = Sources.parse("sources", Json.write(config).replace("\"managed\"", "\"env:X\""));
        deployment = new Deployment(
                project,
                work,
                localStack.endpoint(),
                variables(project, Json.write(config)),
                Map.of(
                        "github",
                        SECRET,
                        "shop",
                        SECRET,
                        "shipments",
                        SECRET,
                        "parcels",
                        SECRET,
                        "zoom",
                        SECRET,
                        "xero",
                        SECRET));

        // Terraform itself subscribes the door to the topics and waits until the worker has confirmed.
        forwarder.connect(localStack.endpoint(), this::deliver);
        deployment.apply();
        outputs = deployment.outputs();
        sender = sender();
    }

    /** The sources. The three secrets have no value at the start; what needs the first or the last is soon given up. */
    private static Map<String, Object> config(String lateSecret, String laterSecret, String latestSecret) {
        Map<String, Object> config = new LinkedHashMap<>();
        config.put(
                "budgets", Map.of("scheme", "sns", "topics", List.of(TOPIC + "budgets"), "actions", List.of("email")));
        config.put("orders", Map.of("scheme", "sns", "topics", List.of(TOPIC + "orders")));
        config.put("github", Map.of("scheme", "github", "secret", "managed"));
        config.put("shop", Map.of("scheme", "shopify", "secret", "managed"));
        config.put("shipments", Map.of("scheme", "github", "secret", "managed", "actions", List.of("eventbridge")));
        config.put("late", Map.of("scheme", "github", "secret", lateSecret, "retry", Map.of("for", "PT20S")));
        config.put("latest", Map.of("scheme", "github", "secret", latestSecret, "retry", Map.of("for", "PT20S")));
        config.put(
                "parcels",
                Map.of(
                        "scheme",
                        "github",
                        "secret",
                        "managed",
                        "actions",
                        List.of("archive", "email"),
                        "retry",
                        Map.of("for", "PT20S")));
        config.put("zoom", Map.of("scheme", "zoom", "secret", "managed", "handshake", Map.of("zoom", Map.of())));
        config.put("xero", Map.of("scheme", "xero", "secret", "managed", "verify", "at-the-door"));
        config.put("later", Map.of("scheme", "github", "secret", laterSecret));
        return config;
    }

    private Map<String, Object> variables(Path project, String config) {
        Map<String, Object> variables = new LinkedHashMap<>();
        variables.put("sources", config);
        variables.put("ingest_jar", jar(project, "ingest-lambda"));
        variables.put("worker_jar", jar(project, "worker-lambda"));
        variables.put("front_door", "function_url"); // LocalStack has no HTTP APIs
        variables.put("door_url", "https://" + localStack.hostSeenFromThere() + ":" + forwarder.port());
        variables.put("architecture", System.getProperty("os.arch").equals("aarch64") ? "arm64" : "x86_64");
        variables.put("worker_timeout_seconds", 15);
        variables.put("bucket_name", BUCKET);
        variables.put("force_destroy", true);
        variables.put("secret_recovery_days", 0);
        variables.put("secret_values_version", 1);
        variables.put("event_bus", "shipments");
        variables.put("mail_from", "weir@example.com");
        variables.put("mail_to", List.of("ops@example.com"));
        variables.put("runbook_url", RUNBOOK);
        variables.put("tags", Map.of("system", "weir"));
        return variables;
    }

    /** Adds a source, for the next apply. */
    void addSource(String name, Map<String, Object> source) throws JsonException {
        Map<String, Object> config = new LinkedHashMap<>(Json.readObject((String) deployment.variable("sources")));
        config.put(name, source);
        sources = Sources.parse("sources", Json.write(config).replace("\"managed\"", "\"env:X\""));
        deployment.set("sources", Json.write(config));
    }

    static String jar(Path project, String module) {
        return project.resolve(module + "/target/" + module + "-aws.jar").toString();
    }

    static void deleteAll(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder())
                    .filter(file -> !file.equals(folder))
                    .toList()) {
                Files.delete(file);
            }
        }
    }

    /** From the forwarder to the door, which is made while Terraform is still at work. */
    int deliver(String source, Map<String, String> headers, byte[] body) throws IOException {
        aws.s3()
                .putObject(
                        object -> object.bucket(BUCKET).key("certificates/local/" + Forwarder.CERTIFICATE_NAME),
                        RequestBody.fromBytes(forwarder.certificate()));
        try (Sender fresh = sender()) {
            return fresh.post(source, headers, body);
        }
    }

    private Sender sender() {
        return new Sender(
                localStack.endpoint(),
                URI.create(aws.lambda()
                        .getFunctionUrlConfig(
                                url -> url.functionName("weir-ingest").qualifier("live"))
                        .functionUrl()));
    }

    /** Sends a webhook as the source's sender would; returns the status. */
    int send(String source, String secret, String id, String body) throws IOException {
        Source known = Optional.ofNullable(sources.find(source)).orElseThrow();
        return sender.send(known, secret, id, body);
    }

    /** Posts something that is no event; returns the body of the answer, which must be 200. */
    String ask(String source, String body) throws IOException {
        return sender.ask(source, body);
    }

    /** Sends a webhook; the door must answer 200. */
    void sendAccepted(String source, String secret, String id, String body) throws IOException {
        assertThat(send(source, secret, id, body)).isEqualTo(200);
    }

    /** Publishes a version of a function with this environment and leads its alias to it. */
    void publish(String function, Map<String, String> environment) {
        LambdaClient lambda = aws.lambda();
        lambda.updateFunctionConfiguration(
                update -> update.functionName(function).environment(variables -> variables.variables(environment)));
        lambda.waiter().waitUntilFunctionUpdatedV2(get -> get.functionName(function));
        String version =
                lambda.publishVersion(publish -> publish.functionName(function)).version();
        lambda.waiter()
                .waitUntilPublishedVersionActive(
                        get -> get.functionName(function).qualifier(version));
        lambda.updateAlias(update -> update.functionName(function).name("live").functionVersion(version));
    }

    /** An id that no event had before. */
    static String id() {
        return UUID.randomUUID().toString();
    }

    static String queueArn(String url) {
        return "arn:aws:sqs:" + LocalStack.REGION + ":" + ACCOUNT + ":" + url.substring(url.lastIndexOf('/') + 1);
    }

    URI endpoint() {
        return localStack.endpoint();
    }

    Path work() {
        return work;
    }

    Forwarder forwarder() {
        return forwarder;
    }

    Aws aws() {
        return aws;
    }

    Deployment deployment() {
        return deployment;
    }

    Seen seen() {
        return new Seen(this);
    }

    /** An output of the Terraform configuration that is a text. */
    String output(String name) {
        return (String) outputs.get(name);
    }

    String queue() {
        return output("queue_url");
    }

    String deadLetters() {
        return output("dead_letter_queue_url");
    }

    String unproven() {
        return output("unproven_queue_url");
    }

    /** The URL of a slow lane: retry or retry-unproven. */
    String lane(String key) {
        return (String) ((Map<?, ?>) outputs.get("retry_queue_urls")).get(key);
    }

    /** The ARN of a managed source's secret. */
    String secret(String source) {
        return (String) ((Map<?, ?>) outputs.get("secrets")).get(source);
    }

    @Override
    public void close() throws Exception {
        if (sender != null) {
            sender.close();
        }
        if (localStack != null) {
            localStack.close();
        }
        if (forwarder != null) {
            forwarder.close();
        }
    }
}
