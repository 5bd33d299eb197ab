package io.weir.system;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.weir.envelope.source.Source;
import io.weir.envelope.source.Sources;
import io.weir.json.Json;
import io.weir.json.JsonException;
import io.weir.worker.kit.TestMessage;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.eventbridge.model.Target;
import software.amazon.awssdk.services.lambda.model.Environment;
import software.amazon.awssdk.services.lambda.model.GetFunctionConfigurationResponse;
import software.amazon.awssdk.services.s3.model.S3Object;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/** Weir as Terraform deploys it, driven from outside. The first test follows the deployment, the last one removes it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class SystemIT {
    private static final String ACCOUNT = "000000000000";
    private static final String BUCKET = "weir-system-test";
    private static final String TOPIC = "arn:aws:sns:" + LocalStack.REGION + ":" + ACCOUNT + ":";
    private static final String FIRST_SECRET = "first secret";
    private static final String SECOND_SECRET = "second secret";
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final Duration LATER = Duration.ofMinutes(4);

    private Path work;
    private Forwarder forwarder;
    private LocalStack localStack;
    private Aws aws;
    private Deployment deployment;
    private Door door;
    private Sources sources;
    private Map<?, ?> outputs;

    @BeforeAll
    void deploy() throws Exception {
        Path project = Path.of("").toAbsolutePath().getParent();
        work = Files.createDirectories(project.resolve("system-tests/target/system"));
        deleteAll(work);
        forwarder = new Forwarder();
        localStack = LocalStack.start(project, work, forwarder.port());
        aws = Aws.at(localStack.endpoint());

        aws.sns().createTopic(topic -> topic.name("budgets").attributes(Map.of("SignatureVersion", "1")));
        aws.sns().createTopic(topic -> topic.name("orders").attributes(Map.of("SignatureVersion", "2")));
        aws.events().createEventBus(bus -> bus.name("shipments"));
        String late = aws.secrets().createSecret(secret -> secret.name("late")).arn();

        Map<String, Object> config = new LinkedHashMap<>();
        config.put(
                "budgets", Map.of("scheme", "sns", "topics", List.of(TOPIC + "budgets"), "actions", List.of("email")));
        config.put("orders", Map.of("scheme", "sns", "topics", List.of(TOPIC + "orders")));
        config.put("github", Map.of("scheme", "github", "secret", "managed"));
        config.put("shop", Map.of("scheme", "shopify", "secret", "managed"));
        config.put("shipments", Map.of("scheme", "github", "secret", "managed", "actions", List.of("eventbridge")));
        config.put("late", Map.of("scheme", "github", "secret", late));
        sources = Sources.parse("sources", Json.write(config).replace("\"managed\"", "\"env:X\""));

        Map<String, Object> variables = new LinkedHashMap<>();
        variables.put("sources", Json.write(config));
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
        variables.put("tags", Map.of("system", "weir"));
        deployment = new Deployment(
                project,
                work,
                localStack,
                variables,
                Map.of("github", FIRST_SECRET, "shop", FIRST_SECRET, "shipments", FIRST_SECRET));

        // Terraform itself subscribes the door to the topics and waits until the worker has confirmed.
        forwarder.connect(localStack.endpoint(), this::deliver);
        deployment.apply();
        outputs = deployment.outputs();
        door = door();
    }

    private static String jar(Path project, String module) {
        return project.resolve(module + "/target/" + module + "-0.1.0-aws.jar").toString();
    }

    private static void deleteAll(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder())
                    .filter(file -> !file.equals(folder))
                    .toList()) {
                Files.delete(file);
            }
        }
    }

    /** From the forwarder to the door, which is made while Terraform is still at work. */
    private int deliver(String source, Map<String, String> headers, byte[] body) throws IOException {
        aws.s3()
                .putObject(
                        object -> object.bucket(BUCKET)
                                .key("certificates/" + LocalStack.REGION + "/" + Forwarder.CERTIFICATE_NAME),
                        RequestBody.fromBytes(forwarder.certificate()));
        try (Door fresh = door()) {
            return fresh.post(source, headers, body);
        }
    }

    private Door door() {
        return new Door(
                localStack.endpoint(),
                URI.create(aws.lambda()
                        .getFunctionUrlConfig(
                                url -> url.functionName("weir-ingest").qualifier("live"))
                        .functionUrl()));
    }

    @AfterAll
    void end() throws Exception {
        if (door != null) {
            door.close();
        }
        if (localStack != null) {
            localStack.close();
        }
        if (forwarder != null) {
            forwarder.close();
        }
    }

    // --- the deployment itself

    @Test
    @Order(1)
    void plan_afterTheApply_isEmptyButForWhatLocalStackForgets() throws Exception {
        assertThat(deployment.plan()).allSatisfy((address, changes) -> {
            // LocalStack drops the tags that an alarm is made with.
            assertThat(address).startsWith("aws_cloudwatch_metric_alarm.weir[");
            assertThat(changes).isSubsetOf("tags", "tags_all");
        });
    }

    @Test
    @Order(2)
    void subscriptions_toTheDoor_areConfirmedByTheWorker() {
        for (String topic : List.of("budgets", "orders")) {
            assertThat(aws.sns()
                            .listSubscriptionsByTopic(list -> list.topicArn(TOPIC + topic))
                            .subscriptions())
                    .singleElement()
                    .satisfies(subscription -> {
                        assertThat(subscription.endpoint()).endsWith("/" + topic);
                        assertThat(subscription.subscriptionArn()).startsWith(TOPIC + topic + ":");
                        assertThat(aws.sns()
                                        .getSubscriptionAttributes(
                                                get -> get.subscriptionArn(subscription.subscriptionArn()))
                                        .attributes())
                                .containsEntry("ConfirmationWasAuthenticated", "true");
                    });
        }
        assertThat(forwarder.problems()).isEmpty();
        assertThat(forwarder.versions()).contains("1", "2");
    }

    // --- SNS

    @Test
    @Order(10)
    void budgetsAlert_publishedToTheTopic_isMailed() {
        aws.sns()
                .publish(message -> message.topicArn(TOPIC + "budgets")
                        .subject("AWS Budgets: monthly has exceeded your alert threshold")
                        .message("""
                        AWS Budget Notification November 24, 2026
                        AWS Account 123456789012

                        Budget Name: monthly
                        Budget Type: Cost
                        Budgeted Amount: $1,234.56
                        Alert Type: ACTUAL
                        Alert Threshold: > $987.65
                        ACTUAL Amount: $1,000.01
                        """));

        await().atMost(SOON)
                .untilAsserted(() -> assertThat(mails())
                        .anySatisfy(mail -> assertThat(mail)
                                .contains("weir@example.com", "ops@example.com", "monthly", "1,000.01", "1,234.56")));
        assertThat(forwarder.problems()).isEmpty();
    }

    @Test
    @Order(11)
    void message_ofATopicWithVersion2_isArchived() {
        String id = aws.sns()
                .publish(message -> message.topicArn(TOPIC + "orders").message("{\"order\": 1}"))
                .messageId();

        assertThat(awaitArchived("orders", id)).isEqualTo("{\"order\": 1}");
    }

    @Test
    @Order(12)
    void envelope_thatSnsPutOnAQueue_isArchived() throws Exception {
        // Signed by LocalStack, so it goes round by a queue of the test and is signed again.
        String relay = aws.sqs().createQueue(queue -> queue.queueName("relay")).queueUrl();
        aws.sns()
                .subscribe(subscription -> subscription
                        .topicArn(TOPIC + "orders")
                        .protocol("sqs")
                        .endpoint(queueArn(relay))
                        .returnSubscriptionArn(true));
        String id = aws.sns()
                .publish(message -> message.topicArn(TOPIC + "orders").message("by SQS"))
                .messageId();
        awaitArchived("orders", id);
        String other = "11111111-2222-4333-8444-555555555555";

        // The same text with another id is another message: what reached the door before cannot hide this one.
        String envelope = awaitMessage(relay).replace(id, other);
        assertThat(forwarder.problems()).isEmpty();
        byte[] signed = TestMessage.parse(envelope)
                .with("SigningCertURL", Forwarder.CERTIFICATE_URL)
                .sign(forwarder.keys())
                .json()
                .getBytes(UTF_8);
        aws.sqs().sendMessage(send -> send.queueUrl(queue()).messageBody(new String(signed, UTF_8)));

        assertThat(awaitArchived("orders", other)).isEqualTo("by SQS");
    }

    @Test
    @Order(13)
    void message_thatTheDoorCouldNotTake_reachesTheQueueAsADeadLetterOfItsSubscription() {
        // SNS puts it on the source queue; there LocalStack's own certificate makes the strict verifier refuse it.
        forwarder.connect(localStack.endpoint(), (source, headers, body) -> 503);
        int before = keys("rejected/").size();
        try {
            aws.sns().publish(message -> message.topicArn(TOPIC + "orders").message("while the door is down"));

            await().atMost(SOON)
                    .untilAsserted(() -> assertThat(keys("rejected/")).hasSize(before + 1));
            String sample = keys("rejected/").stream()
                    .map(this::text)
                    .filter(text -> text.contains("while the door is down"))
                    .findFirst()
                    .orElseThrow();
            assertThat(sample).contains("\"SignatureVersion\"");
        } finally {
            forwarder.connect(localStack.endpoint(), this::deliver);
        }
    }

    // --- webhooks

    @Test
    @Order(20)
    void webhook_ofGitHub_isArchivedByteForByte() throws Exception {
        String id = id();

        // Not JSON: LocalStack parses a body of JSON and writes it anew between queue and function. The other bodies
        // of this class come out of that as they went in.
        sendAccepted("github", FIRST_SECRET, id, "<zen>  ü\n</zen>");

        assertThat(awaitArchived("github", id)).isEqualTo("<zen>  ü\n</zen>");
    }

    @Test
    @Order(21)
    void webhook_ofShopify_isArchived() throws Exception {
        String id = id();

        sendAccepted("shop", FIRST_SECRET, id, "{\"total\": \"12.50\"}");

        assertThat(awaitArchived("shop", id)).isEqualTo("{\"total\": \"12.50\"}");
    }

    @Test
    @Order(22)
    void webhook_overTheQueuesLimit_goesThroughTheInbox() throws Exception {
        String id = id();
        String body = "{\"text\": \"" + "x".repeat(1_500_000) + "\"}";
        int before = keys("inbox/").size();

        sendAccepted("shop", FIRST_SECRET, id, body);

        assertThat(awaitArchived("shop", id)).isEqualTo(body);
        assertThat(keys("inbox/").size()).isGreaterThan(before);
    }

    @Test
    @Order(23)
    void webhook_thatIsForged_isRejectedWithASampleAndNoDeadLetter() throws Exception {
        String id = id();
        int before = keys("rejected/github/").size();

        sendAccepted("github", "a guess", id, "{\"forged\": true}");

        await().atMost(SOON)
                .untilAsserted(() -> assertThat(keys("rejected/github/")).hasSize(before + 1));
        awaitDrained();
        assertThat(archived("github", id)).isEmpty();
        assertThat(depth(deadLetters())).isZero();
    }

    @Test
    @Order(24)
    void webhook_sentTwice_hasOneEffect() throws Exception {
        String events = aws.sqs()
                .createQueue(queue -> queue.queueName("shipments-seen"))
                .queueUrl();
        aws.events()
                .putRule(rule ->
                        rule.name("all").eventBusName("shipments").eventPattern("{\"source\": [{\"prefix\": \"\"}]}"));
        aws.events()
                .putTargets(targets -> targets.rule("all")
                        .eventBusName("shipments")
                        .targets(Target.builder()
                                .id("seen")
                                .arn(queueArn(events))
                                .build()));
        String id = id();

        sendAccepted("shipments", FIRST_SECRET, id, "{\"parcel\": 1}");
        sendAccepted("shipments", FIRST_SECRET, id, "{\"parcel\": 1}");

        String event = awaitMessage(events);
        assertThat(event).contains(id, "\"detail-type\"", "push", "parcel");
        awaitDrained();
        assertThat(depth(events)).isZero();
        assertThat(claims()).anySatisfy(item -> {
            assertThat(item.get("id").s()).contains("shipments").contains(id);
            assertThat(item.get("done").bool()).isTrue();
            assertThat(item.get("expires").n()).isNotBlank();
        });
    }

    @Test
    @Order(25)
    void secret_whileItIsRotated_takesOldAndNewSignatures() throws Exception {
        String before = id();
        sendAccepted("github", FIRST_SECRET, before, "{}");
        awaitArchived("github", before);

        aws.secrets().putSecretValue(put -> put.secretId(secret("github")).secretString(SECOND_SECRET));
        String old = id();
        String fresh = id();
        sendAccepted("github", SECOND_SECRET, fresh, "{\"signed\": \"new\"}");
        sendAccepted("github", FIRST_SECRET, old, "{\"signed\": \"old\"}");

        assertThat(awaitArchived("github", fresh)).contains("new");
        assertThat(awaitArchived("github", old)).contains("old");
        aws.secrets().putSecretValue(put -> put.secretId(secret("github")).secretString(FIRST_SECRET));
    }

    // --- trouble

    @Test
    @Order(30)
    void poison_amongGoodOnes_reachesTheDeadLettersRaisesTheAlarmAndIsProcessedAfterARedrive() throws Exception {
        String alarms =
                aws.sqs().createQueue(queue -> queue.queueName("alarms-seen")).queueUrl();
        aws.sns()
                .subscribe(subscription -> subscription
                        .topicArn((String) outputs.get("alarm_topic_arn"))
                        .protocol("sqs")
                        .endpoint(queueArn(alarms)));
        String poison = id();
        List<String> good = Stream.generate(SystemIT::id).limit(9).toList();

        // Its secret has no value yet, so nobody can tell whether it is genuine.
        sendAccepted("late", SECOND_SECRET, poison, "{\"late\": true}");
        for (String id : good) {
            sendAccepted("github", FIRST_SECRET, id, "{}");
        }

        for (String id : good) {
            awaitArchived("github", id);
        }
        await().atMost(LATER)
                .untilAsserted(() -> assertThat(depth(deadLetters())).isOne());
        assertThat(keys("failures/")).anySatisfy(key -> assertThat(text(key)).contains("secret", "\"attempts\":5"));
        assertThat(awaitMessage(alarms, LATER))
                .contains("weir-dead-letters")
                .contains("ALARM")
                .contains("runbook.md#dead-letters");

        aws.secrets().putSecretValue(put -> put.secretId("late").secretString(SECOND_SECRET));
        aws.sqs()
                .startMessageMoveTask(
                        move -> move.sourceArn(queueArn(deadLetters())).destinationArn(queueArn(queue())));

        assertThat(awaitArchived("late", poison)).isEqualTo("{\"late\": true}");
        assertThat(depth(deadLetters())).isZero();
    }

    @Test
    @Order(31)
    void door_whoseQueueIsGone_spillsAndNothingIsLost() throws Exception {
        GetFunctionConfigurationResponse before =
                aws.lambda().getFunctionConfiguration(get -> get.functionName("weir-ingest"));
        Map<String, String> environment = new HashMap<>(before.environment().variables());
        environment.put("WEIR_QUEUE_URL", environment.get("WEIR_QUEUE_URL") + "-gone");
        String id = id();
        int spilled = keys("inbox/").size();
        try {
            publishIngest(environment);

            sendAccepted("github", FIRST_SECRET, id, "{\"spilled\": true}");
            assertThat(keys("inbox/")).hasSize(spilled + 1);
        } finally {
            publishIngest(before.environment().variables());
        }

        assertThat(awaitArchived("github", id)).isEqualTo("{\"spilled\": true}");
    }

    @Test
    @Order(32)
    void worker_redeployedUnderLoad_losesNothing() throws Exception {
        ConcurrentLinkedQueue<String> accepted = new ConcurrentLinkedQueue<>();
        AtomicBoolean deployed = new AtomicBoolean();
        List<Future<?>> senders = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 2; i++) {
                senders.add(threads.submit(() -> {
                    while (!deployed.get()) {
                        String id = id();
                        if (door.send(source("github"), FIRST_SECRET, id, "{}") == 200) {
                            accepted.add(id);
                        }
                    }
                    return null;
                }));
            }
            try {
                deployment.set("worker_memory_mb", 1152);
                deployment.apply();
            } finally {
                deployed.set(true);
            }
            for (Future<?> sender : senders) {
                sender.get();
            }
        }

        assertThat(accepted).hasSizeGreaterThan(50);
        String version = aws.lambda()
                .getAlias(get -> get.functionName("weir-worker").name("live"))
                .functionVersion();
        assertThat(aws.lambda()
                        .getFunctionConfiguration(
                                get -> get.functionName("weir-worker").qualifier(version))
                        .memorySize())
                .isEqualTo(1152);
        await().atMost(LATER)
                .untilAsserted(() -> assertThat(
                                keys("archive/github/").stream().map(key -> key.substring(key.lastIndexOf('/') + 1)))
                        .containsAll(accepted));
        assertThat(depth(deadLetters())).isZero();
    }

    // --- the end

    @Test
    @Order(99)
    void destroy_leavesNothing() throws Exception {
        // LocalStack keeps a redrive-allow policy that is cleared, as "", and the provider waits until it is gone.
        deployment.forget("module.processor.aws_sqs_queue_redrive_allow_policy.dead_letters");

        deployment.destroy();

        assertThat(aws.lambda().listFunctions().functions()).isEmpty();
        assertThat(aws.lambda().listEventSourceMappings(list -> {}).eventSourceMappings())
                .isEmpty();
        assertThat(aws.sqs().listQueues(list -> list.queueNamePrefix("weir")).queueUrls())
                .isEmpty();
        assertThat(aws.s3().listBuckets().buckets())
                .noneSatisfy(bucket -> assertThat(bucket.name()).isEqualTo(BUCKET));
        assertThat(aws.dynamoDb().listTables().tableNames()).isEmpty();
        assertThat(aws.cloudWatch().describeAlarms().metricAlarms()).isEmpty();
        assertThat(aws.cloudWatch().listDashboards(list -> {}).dashboardEntries())
                .isEmpty();
        assertThat(aws.secrets().listSecrets(list -> {}).secretList())
                .allSatisfy(secret -> assertThat(secret.name()).isEqualTo("late"));
        assertThat(aws.sns().listTopics().topics())
                .allSatisfy(topic -> assertThat(topic.topicArn()).isIn(TOPIC + "budgets", TOPIC + "orders"));
        assertThat(aws.sns().listSubscriptions().subscriptions())
                .noneSatisfy(subscription -> assertThat(subscription.protocol()).isEqualTo("https"));
        Files.writeString(work.resolve("seconds.json"), Json.write(new LinkedHashMap<>(deployment.seconds())));
    }

    // --- what a test sees

    private Source source(String name) {
        return Optional.ofNullable(sources.find(name)).orElseThrow();
    }

    /** Sends a webhook as the source's sender would; the door must answer 200. */
    private void sendAccepted(String source, String secret, String id, String body) throws IOException {
        assertThat(door.send(source(source), secret, id, body)).isEqualTo(200);
    }

    private static String id() {
        return UUID.randomUUID().toString();
    }

    private String queue() {
        return (String) outputs.get("queue_url");
    }

    private String deadLetters() {
        return (String) outputs.get("dead_letter_queue_url");
    }

    private String secret(String source) {
        return (String) ((Map<?, ?>) outputs.get("secrets")).get(source);
    }

    private static String queueArn(String url) {
        return "arn:aws:sqs:" + LocalStack.REGION + ":" + ACCOUNT + ":" + url.substring(url.lastIndexOf('/') + 1);
    }

    /** Publishes a version of the ingest function with this environment and leads the door to it. */
    private void publishIngest(Map<String, String> environment) {
        aws.lambda()
                .updateFunctionConfiguration(update -> update.functionName("weir-ingest")
                        .environment(
                                Environment.builder().variables(environment).build()));
        aws.lambda().waiter().waitUntilFunctionUpdatedV2(get -> get.functionName("weir-ingest"));
        String version = aws.lambda()
                .publishVersion(publish -> publish.functionName("weir-ingest"))
                .version();
        aws.lambda()
                .waiter()
                .waitUntilPublishedVersionActive(
                        get -> get.functionName("weir-ingest").qualifier(version));
        aws.lambda()
                .updateAlias(update ->
                        update.functionName("weir-ingest").name("live").functionVersion(version));
    }

    private List<String> keys(String prefix) {
        return aws.s3().listObjectsV2Paginator(list -> list.bucket(BUCKET).prefix(prefix)).contents().stream()
                .map(S3Object::key)
                .toList();
    }

    private String text(String key) {
        return aws.s3().getObjectAsBytes(get -> get.bucket(BUCKET).key(key)).asUtf8String();
    }

    private Optional<String> archived(String source, String id) {
        return keys("archive/" + source + "/").stream()
                .filter(key -> key.endsWith("/" + id))
                .findFirst()
                .map(this::text);
    }

    private String awaitArchived(String source, String id) {
        return await("archive of " + source + " " + id)
                .atMost(SOON)
                .until(() -> archived(source, id), Optional::isPresent)
                .orElseThrow();
    }

    private int depth(String queueUrl) {
        return aws
                .sqs()
                .getQueueAttributes(get -> get.queueUrl(queueUrl)
                        .attributeNames(
                                QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES,
                                QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE,
                                QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_DELAYED))
                .attributes()
                .values()
                .stream()
                .mapToInt(Integer::parseInt)
                .sum();
    }

    /** Waits until every message of the source queue has been processed. */
    private void awaitDrained() {
        await("the queue is empty").atMost(SOON).until(() -> depth(queue()) == 0);
    }

    private String awaitMessage(String queueUrl) {
        return awaitMessage(queueUrl, SOON);
    }

    private String awaitMessage(String queueUrl, Duration limit) {
        Message message = await("message on " + queueUrl)
                .atMost(limit)
                .until(
                        () -> aws.sqs()
                                .receiveMessage(
                                        receive -> receive.queueUrl(queueUrl).waitTimeSeconds(1))
                                .messages(),
                        messages -> !messages.isEmpty())
                .getFirst();
        aws.sqs().deleteMessage(delete -> delete.queueUrl(queueUrl).receiptHandle(message.receiptHandle()));
        return message.body();
    }

    private List<Map<String, AttributeValue>> claims() {
        return aws.dynamoDb()
                .scan(scan -> scan.tableName((String) outputs.get("table")))
                .items();
    }

    /** The mails that LocalStack's SES was given, each as its JSON. */
    private List<String> mails() throws IOException, JsonException {
        try (HttpClient http = HttpClient.newHttpClient()) {
            String json = http.send(
                            HttpRequest.newBuilder(localStack.endpoint().resolve("/_aws/ses"))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString())
                    .body();
            return ((List<?>) ((Map<?, ?>) Json.read(json)).get("messages"))
                    .stream().map(Json::write).toList();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }
}
