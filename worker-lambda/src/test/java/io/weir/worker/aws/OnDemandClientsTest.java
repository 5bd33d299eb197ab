package io.weir.worker.aws;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.envelope.source.SecretReference;
import io.weir.worker.sns.Subscriptions;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.secretsmanager.model.GetSecretValueRequest;
import software.amazon.awssdk.services.secretsmanager.model.GetSecretValueResponse;
import software.amazon.awssdk.services.secretsmanager.model.ResourceNotFoundException;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sns.model.ConfirmSubscriptionRequest;
import software.amazon.awssdk.services.sns.model.ConfirmSubscriptionResponse;

class OnDemandClientsTest {
    private static final SecretReference SECRET =
            new SecretReference.SecretsManagerSecret("arn:aws:secretsmanager:eu-west-1:123456789012:secret:s");

    private final List<String> events = new ArrayList<>();

    private final class OneSecret implements SecretsManagerClient {
        @Override
        public GetSecretValueResponse getSecretValue(GetSecretValueRequest request) {
            if (!request.versionStage().equals("AWSCURRENT")) {
                throw ResourceNotFoundException.builder().build();
            }
            return GetSecretValueResponse.builder().secretString("s3cr3t").build();
        }

        @Override
        public String serviceName() {
            return SERVICE_NAME;
        }

        @Override
        public void close() {
            events.add("secrets closed");
        }
    }

    private final class OneTopic implements SnsClient {
        @Override
        public ConfirmSubscriptionResponse confirmSubscription(ConfirmSubscriptionRequest request) {
            return ConfirmSubscriptionResponse.builder().build();
        }

        @Override
        public String serviceName() {
            return SERVICE_NAME;
        }

        @Override
        public void close() {
            events.add("topics closed");
        }
    }

    private OnDemandClients clients() {
        return new OnDemandClients(
                region -> {
                    events.add("topics of " + region);
                    return new OneTopic();
                },
                () -> {
                    events.add("secrets");
                    return new OneSecret();
                });
    }

    @Test
    void secrets_readSeveralTimes_makeOneClientWhichIsClosed() throws Exception {
        try (OnDemandClients aws = clients()) {
            assertThat(events).isEmpty();
            for (int i = 0; i < 3; i++) {
                assertThat(aws.secrets().get(SECRET, false).secrets()).containsExactly("s3cr3t".getBytes(UTF_8));
            }
        }
        assertThat(events).containsExactly("secrets", "secrets closed");
    }

    @Test
    void subscriptions_ofTwoRegions_makeAClientEachWhichIsClosed() throws Exception {
        try (OnDemandClients aws = clients()) {
            for (String region : List.of("eu-west-1", "us-east-1", "eu-west-1")) {
                assertThat(aws.subscriptions().confirm("arn:aws:sns:" + region + ":123456789012:t", "token"))
                        .isEqualTo(Subscriptions.Result.CONFIRMED);
            }
        }
        assertThat(events)
                .containsExactly("topics of eu-west-1", "topics of us-east-1", "topics closed", "topics closed");
    }

    @Test
    void secrets_noRegionConfigured_isAFaultThatMayPass() throws Exception {
        try (OnDemandClients aws = new OnDemandClients(region -> new OneTopic(), () -> {
            throw SdkClientException.create("no region");
        })) {
            assertThatThrownBy(() -> aws.secrets().get(SECRET, false).secrets())
                    .isInstanceOf(IOException.class)
                    .hasMessage("Secrets Manager cannot be asked: no region");
        }
    }
}
