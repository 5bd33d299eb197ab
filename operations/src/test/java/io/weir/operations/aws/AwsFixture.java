package io.weir.operations.aws;

import io.weir.envelope.QueueMessage;
import io.weir.envelope.ReceivedRequest;
import io.weir.json.Json;
import io.weir.operations.aws.ledger.EitherQueries;
import io.weir.operations.aws.ledger.FilteredQueries;
import io.weir.operations.aws.ledger.InsightsQueries;
import io.weir.operations.aws.ledger.LogScan;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.secretsmanager.model.GetSecretValueRequest;
import software.amazon.awssdk.services.secretsmanager.model.GetSecretValueResponse;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.ssm.model.GetParameterRequest;
import software.amazon.awssdk.services.ssm.model.GetParameterResponse;
import software.amazon.awssdk.services.ssm.model.Parameter;
import software.amazon.awssdk.services.ssm.model.ParameterNotFoundException;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.GetCallerIdentityRequest;
import software.amazon.awssdk.services.sts.model.GetCallerIdentityResponse;

/** A deployment in memory, and requests for it. */
abstract class AwsFixture {
    static final Instant NOW = Instant.parse("2026-03-04T12:00:00Z");
    static final String KEY = "operator key";
    static final String ROLE = "AROAWORKER:weir-worker";
    static final String DESCRIPTION = """
            {"version": "1", "account": "123456789012", "region": "eu-central-1", "bucket": "bucket",
             "queues": {"queue": "queue", "retry": "retry", "retry-unproven": "retry-unproven", "dead": "dead",
                        "unproven": "unproven"},
             "logs": {"ingest": "ingest", "worker": "worker"}, "operatorKey": "arn:key",
             "sources": {"shop": {"scheme": "shopify", "actions": ["archive", "http"], "url": "https://door/shop",
                                  "secret": "arn:secret"},
                         "budgets": {"scheme": "sns", "actions": ["email"], "url": "https://door/budgets"}}}
            """;

    final FakeQueues sqs = new FakeQueues(7);
    final FakeBucket s3 = new FakeBucket();
    final FakeLogs logs = new FakeLogs();
    String caller = "arn:aws:sts::123456789012:assumed-role/operator/me";

    final AwsAccount account = new AwsAccount(
            sqs,
            s3,
            logs,
            new SsmClient() {
                @Override
                public GetParameterResponse getParameter(GetParameterRequest request) {
                    if (!request.name().equals("/weir/weir")) {
                        throw ParameterNotFoundException.builder()
                                .message("none")
                                .build();
                    }
                    return GetParameterResponse.builder()
                            .parameter(Parameter.builder().value(DESCRIPTION).build())
                            .build();
                }

                @Override
                public String serviceName() {
                    return "ssm";
                }

                @Override
                public void close() {
                    // Nothing to close.
                }
            },
            new SecretsManagerClient() {
                @Override
                public GetSecretValueResponse getSecretValue(GetSecretValueRequest request) {
                    return GetSecretValueResponse.builder().secretString(KEY).build();
                }

                @Override
                public String serviceName() {
                    return "secretsmanager";
                }

                @Override
                public void close() {
                    // Nothing to close.
                }
            },
            new StsClient() {
                @Override
                public GetCallerIdentityResponse getCallerIdentity(GetCallerIdentityRequest request) {
                    return GetCallerIdentityResponse.builder().arn(caller).build();
                }

                @Override
                public String serviceName() {
                    return "sts";
                }

                @Override
                public void close() {
                    // Nothing to close.
                }
            });

    final AwsOperations operations = operations();

    private AwsOperations operations() {
        try {
            Deployment deployment = account.describe("weir");
            return new AwsOperations(
                    account,
                    deployment,
                    new EitherQueries(
                            new InsightsQueries(logs, deployment.logGroups()),
                            new FilteredQueries(new LogScan(logs, deployment.logGroups()))),
                    Clock.fixed(NOW, ZoneOffset.UTC));
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** A ULID of today whose end is a number. */
    static String id(int number) {
        return com.github.f4b6a3.ulid.Ulid.min(NOW.minusSeconds(3600).toEpochMilli())
                        .toString()
                        .substring(0, 20)
                + String.format("%06d", number);
    }

    static QueueMessage message(String source, int number, String body) {
        return QueueMessage.of(
                new ReceivedRequest(
                        source,
                        NOW.minusSeconds(3600),
                        "POST",
                        "https://door/" + source,
                        Map.of("content-type", "application/json", "x-customer", "c-" + number),
                        body.getBytes(StandardCharsets.UTF_8),
                        id(number)),
                List.of());
    }

    /** A letter as the worker puts it there. */
    void letter(String queue, String source, int number, String body, String reason) {
        QueueMessage message = message(source, number, body);
        Map<String, String> attributes = new HashMap<>(message.attributes());
        attributes.put(
                "failure",
                Json.write(Map.of(
                        "reason",
                        reason,
                        "detail",
                        "it answered 500 for order " + number,
                        "attempts",
                        3,
                        "firstSeen",
                        NOW.minusSeconds(3000),
                        "lastSeen",
                        NOW.minusSeconds(60),
                        "id",
                        id(number))));
        sqs.put(queue, message.body(), attributes, ROLE);
    }
}
