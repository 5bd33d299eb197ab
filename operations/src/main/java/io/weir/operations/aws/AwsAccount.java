package io.weir.operations.aws;

import io.weir.operations.OperationsException;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.core.client.builder.SdkSyncClientBuilder;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.ssm.model.ParameterNotFoundException;
import software.amazon.awssdk.services.sts.StsClient;

/**
 * The services of an account, as the operator's credentials reach them.
 *
 * @param sts tells who the operator is
 */
record AwsAccount(
        SqsClient sqs,
        S3Client s3,
        CloudWatchLogsClient logs,
        SsmClient ssm,
        SecretsManagerClient secrets,
        StsClient sts)
        implements AutoCloseable {
    private static final Pattern AWS = Pattern.compile("\\.(amazonaws\\.com(\\.cn)?|api\\.aws)$");
    private static final Duration CALL = Duration.ofSeconds(30);
    private static final Duration ATTEMPT = Duration.ofSeconds(12);

    /** By the SDK's default credentials and endpoints. */
    static AwsAccount open(@Nullable String region) throws IOException {
        SdkHttpClient http =
                UrlConnectionHttpClient.builder().socketTimeout(ATTEMPT).build();
        try {
            return new AwsAccount(
                    built(SqsClient.builder(), http, region),
                    built(S3Client.builder(), http, region),
                    built(CloudWatchLogsClient.builder(), http, region),
                    built(SsmClient.builder(), http, region),
                    built(SecretsManagerClient.builder(), http, region),
                    built(StsClient.builder(), http, region));
        } catch (SdkException e) {
            throw new OperationsException("AWS cannot be used from here: " + e.getMessage());
        }
    }

    private static <C, B extends AwsClientBuilder<B, C> & SdkSyncClientBuilder<B, C>> C built(
            B builder, SdkHttpClient http, @Nullable String region) {
        builder.httpClient(http)
                .overrideConfiguration(ClientOverrideConfiguration.builder()
                        .apiCallTimeout(CALL)
                        .apiCallAttemptTimeout(ATTEMPT)
                        .build());
        if (region != null) {
            builder.region(Region.of(region));
        }
        return builder.build();
    }

    /** Whether the endpoint, as someone has set it, is no host of AWS. */
    boolean isEmulated() {
        return logs.serviceClientConfiguration()
                .endpointOverride()
                .map(URI::getHost)
                .filter(host -> !AWS.matcher(host).find())
                .isPresent();
    }

    /** Reads how a deployment describes itself. */
    Deployment describe(String name) throws IOException {
        String parameter = Deployment.parameter(name);
        try {
            return Deployment.parse(
                    name,
                    ssm.getParameter(get -> get.name(parameter)).parameter().value());
        } catch (ParameterNotFoundException e) {
            throw new OperationsException("there is no deployment " + name + " here: no SSM parameter " + parameter
                    + " in this account and region");
        } catch (SdkException e) {
            throw new IOException("AWS did not say where " + name + " is: " + e.getMessage(), e);
        }
    }

    /**
     * What an operator sends must come from a role: the worker takes a message's attributes for the door's word only if a role
     * sent it, since SNS and users of other accounts cannot have one of ours.
     */
    void requireRole() throws IOException {
        String arn;
        try {
            arn = sts.getCallerIdentity().arn();
        } catch (SdkException e) {
            throw new IOException("AWS did not say who asks: " + e.getMessage(), e);
        }
        if (!arn.contains(":assumed-role/") && !arn.endsWith(":root")) {
            throw new OperationsException("the worker believes only what a role sent, and " + arn
                    + " is a user: assume a role that has the policy operator-write");
        }
    }

    @Override
    public void close() {
        sqs.close();
        s3.close();
        logs.close();
        ssm.close();
        secrets.close();
        sts.close();
    }
}
