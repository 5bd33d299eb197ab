package io.weir.worker.aws;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.envelope.source.SecretReference;
import io.weir.verify.RefusedException;
import io.weir.verify.secret.SecretSet;
import java.io.IOException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.secretsmanager.model.GetSecretValueRequest;
import software.amazon.awssdk.services.secretsmanager.model.GetSecretValueResponse;
import software.amazon.awssdk.services.secretsmanager.model.ResourceNotFoundException;
import software.amazon.awssdk.services.secretsmanager.model.SecretsManagerException;

class SecretsManagerSecretsTest {
    private static final String ARN = "arn:aws:secretsmanager:eu-west-1:123456789012:secret:s";
    private static final SecretReference REFERENCE = new SecretReference.SecretsManagerSecret(ARN);
    private static final Instant CREATED = Instant.parse("2026-03-04T12:00:00Z");

    private final Map<String, GetSecretValueResponse> versions = new HashMap<>();
    private RuntimeException fault;

    private final SecretsManagerSecrets secrets = new SecretsManagerSecrets(new SecretsManagerClient() {
        @Override
        public GetSecretValueResponse getSecretValue(GetSecretValueRequest request) {
            if (fault != null) {
                throw fault;
            }
            GetSecretValueResponse version = versions.get(request.versionStage());
            if (version == null) {
                throw ResourceNotFoundException.builder().build();
            }
            return version;
        }

        @Override
        public String serviceName() {
            return SERVICE_NAME;
        }

        @Override
        public void close() {}
    });

    private void put(String stage, String text, Instant created) {
        versions.put(
                stage,
                GetSecretValueResponse.builder()
                        .secretString(text)
                        .createdDate(created)
                        .build());
    }

    @Test
    void get_bothVersions_areUnchangedSinceTheCurrentOneWasMade() throws Exception {
        put("AWSCURRENT", "new", CREATED);
        put("AWSPREVIOUS", "old", CREATED.minusSeconds(900));
        SecretSet set = secrets.get(REFERENCE, false);
        assertThat(set.secrets()).containsExactly("new".getBytes(UTF_8), "old".getBytes(UTF_8));
        assertThat(set.unchangedSince()).isEqualTo(CREATED);
    }

    @Test
    void get_previousVersionThatIsNoSecret_isPassedOver() throws Exception {
        put("AWSCURRENT", "{\"KEY\":\"new\"}", CREATED);
        put("AWSPREVIOUS", "{\"a\":\"1\",\"b\":\"2\"}", CREATED);
        assertThat(secrets.get(REFERENCE, false).secrets()).containsExactly("new".getBytes(UTF_8));
    }

    @Test
    void get_binarySecret_isReadAsText() throws Exception {
        versions.put(
                "AWSCURRENT",
                GetSecretValueResponse.builder()
                        .secretBinary(SdkBytes.fromUtf8String("s3cr3t\n"))
                        .createdDate(CREATED)
                        .build());
        assertThat(secrets.get(REFERENCE, false).current()).isEqualTo("s3cr3t".getBytes(UTF_8));
    }

    @Test
    void get_currentVersionThatIsNoSecret_isAnAnswer() {
        put("AWSCURRENT", "{\"a\":\"1\",\"b\":\"2\"}", CREATED);
        assertThatThrownBy(() -> secrets.get(REFERENCE, false)).isInstanceOf(RefusedException.class);
    }

    @Test
    void get_noSuchSecret_isAnAnswer() {
        assertThatThrownBy(() -> secrets.get(REFERENCE, false))
                .isInstanceOf(RefusedException.class)
                .hasMessage("cannot read " + ARN + ": ResourceNotFoundException");
    }

    @ParameterizedTest
    @CsvSource({
        "400, AccessDeniedException, true",
        "400, DecryptionFailure, true",
        "400, InvalidRequestException, true",
        "403, AccessDenied, true",
        "400, ThrottlingException, false",
        "429, TooManyRequestsException, false",
        "500, InternalServiceError, false",
        "503, ServiceUnavailable, false"
    })
    void get_errorOfTheService_isAnAnswerUnlessItMayPass(int status, String code, boolean answer) {
        fault = SecretsManagerException.builder()
                .statusCode(status)
                .awsErrorDetails(AwsErrorDetails.builder().errorCode(code).build())
                .build();
        assertThatThrownBy(() -> secrets.get(REFERENCE, false))
                .isInstanceOf(IOException.class)
                .satisfies(e -> assertThat(e instanceof RefusedException).isEqualTo(answer));
    }

    @Test
    void get_serviceOutOfReach_isAFault() {
        fault = SdkClientException.create("no route");
        assertThatThrownBy(() -> secrets.get(REFERENCE, false))
                .isInstanceOf(IOException.class)
                .isNotInstanceOf(RefusedException.class);
    }
}
