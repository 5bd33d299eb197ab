package io.weir.ingest.secret;

import io.weir.config.Environment;
import io.weir.envelope.source.SecretReference;
import io.weir.json.Json;
import io.weir.json.JsonException;
import io.weir.parameter.AwsJsonService;
import io.weir.verify.RefusedException;
import io.weir.verify.secret.SecretSet;
import io.weir.verify.secret.SecretText;
import io.weir.verify.secret.Secrets;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;

/**
 * Secrets of Secrets Manager, the current version and then the previous one, by a signed POST each. As the worker reads them, without
 * the SDK's client. Nothing is made before the first one is read. Thread-safe.
 *
 * @see <a href="https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_GetSecretValue.html">GetSecretValue</a>
 */
public final class SecretsManagerCalls implements Secrets {
    private static final String TARGET = "secretsmanager.GetSecretValue";
    private static final String NOT_FOUND = "ResourceNotFoundException";
    private static final int ATTEMPTS = 2;
    private static final Duration CONNECT = Duration.ofMillis(700);
    private static final Duration READ = Duration.ofMillis(1500);

    private final Environment environment;
    private final Supplier<AwsCredentialsProvider> credentials;
    private @Nullable Client client;

    private record Client(AwsJsonService service, SdkHttpClient http) {}

    /** @param environment names the region, and perhaps an endpoint */
    public SecretsManagerCalls(Environment environment) {
        this(environment, () -> DefaultCredentialsProvider.builder().build());
    }

    SecretsManagerCalls(Environment environment, Supplier<AwsCredentialsProvider> credentials) {
        this.environment = environment;
        this.credentials = credentials;
    }

    @Override
    public SecretSet get(SecretReference reference, boolean fresh) throws IOException {
        if (!(reference instanceof SecretReference.SecretsManagerSecret(String arn))) {
            throw new RefusedException("only secrets of Secrets Manager can be had here");
        }
        AwsJsonService.Answer current = ask(arn, "AWSCURRENT");
        List<byte[]> secrets = new ArrayList<>(secrets(arn, current));
        try {
            secrets.addAll(secrets(arn, ask(arn, "AWSPREVIOUS")));
        } catch (RefusedException e) {
            // Never rotated, or the previous version was a mistake that has been put right.
        }
        return SecretSet.of(secrets, createdAt(current));
    }

    private AwsJsonService.Answer ask(String arn, String stage) throws IOException {
        byte[] body = Json.write(Map.of("SecretId", arn, "VersionStage", stage)).getBytes(StandardCharsets.UTF_8);
        Client asked = client();
        for (int attempt = 1; ; attempt++) {
            try {
                AwsJsonService.Answer answer = asked.service.post(asked.http, TARGET, body);
                if (answer.status() == 200) {
                    return answer;
                }
                String message =
                        "cannot read " + arn + ": Secrets Manager answered " + answer.status() + " " + answer.type();
                if (!answer.mayPassLater() || answer.type().equals(NOT_FOUND)) {
                    throw new RefusedException(message);
                }
                if (attempt == ATTEMPTS) {
                    throw new IOException(message);
                }
            } catch (RefusedException e) {
                throw e;
            } catch (IOException | SdkException e) {
                if (attempt == ATTEMPTS) {
                    throw new IOException("cannot read " + arn + ": " + e.getMessage(), e);
                }
            }
        }
    }

    private static List<byte[]> secrets(String arn, AwsJsonService.Answer answer) throws IOException {
        try {
            Map<String, @Nullable Object> value = answer.json();
            if (value.get("SecretString") instanceof String text) {
                return SecretText.parse(arn, text);
            }
            if (value.get("SecretBinary") instanceof String binary) {
                return SecretText.parse(arn, Base64.getDecoder().decode(binary));
            }
        } catch (JsonException | IllegalArgumentException e) {
            // The error below; the answer is not repeated.
        }
        throw new IOException("cannot read " + arn + ": Secrets Manager answered 200 without a secret");
    }

    /** In seconds since 1970, with a fraction. */
    private static Instant createdAt(AwsJsonService.Answer answer) {
        try {
            return answer.json().get("CreatedDate") instanceof BigDecimal seconds
                    ? Instant.ofEpochMilli(seconds.movePointRight(3).longValue())
                    : Instant.MIN;
        } catch (JsonException e) {
            return Instant.MIN;
        }
    }

    private synchronized Client client() {
        Client known = client;
        if (known == null) {
            String region = environment.required("AWS_REGION");
            known = new Client(
                    new AwsJsonService(
                            AwsJsonService.endpoint(environment, "secretsmanager", "SECRETS_MANAGER", region),
                            "secretsmanager",
                            region,
                            credentials.get()),
                    UrlConnectionHttpClient.builder()
                            .connectionTimeout(CONNECT)
                            .socketTimeout(READ)
                            .build());
            client = known;
        }
        return known;
    }
}
