package io.weir.parameter;

import io.weir.config.Environment;
import io.weir.envelope.source.Sources;
import io.weir.json.Json;
import io.weir.json.JsonException;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;

/**
 * Reads parameters of Parameter Store by one signed POST each. The SDK's client for it has 6 MB; its signer and HTTP client, which both
 * functions have anyway, suffice. Thread-safe.
 *
 * @see <a href="https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_GetParameter.html">GetParameter</a>
 */
public final class SsmParameters {
    /** With their pauses 7 s at most: a start without a snapshot has 10 s, and a role's policy that was just written is known within seconds. */
    private static final int ATTEMPTS = 8;

    private static final Duration PAUSE = Duration.ofMillis(250);
    private static final Duration CONNECT = Duration.ofSeconds(1);
    private static final Duration READ = Duration.ofSeconds(2);

    private final AwsJsonService service;
    private final Duration pause;

    /** @param pause after the first attempt; each one after is longer by as much */
    SsmParameters(URI endpoint, String region, AwsCredentialsProvider credentials, Duration pause) {
        this.service = new AwsJsonService(endpoint, "ssm", region, credentials);
        this.pause = pause;
    }

    /**
     * The parameters of a function's region and account, or of {@code AWS_ENDPOINT_URL_SSM} or {@code AWS_ENDPOINT_URL}. Nothing is
     * made before the first one is read.
     */
    public static Sources.Store of(Environment environment) {
        return name -> {
            String region = environment.required("AWS_REGION");
            try (DefaultCredentialsProvider credentials =
                    DefaultCredentialsProvider.builder().build()) {
                return new SsmParameters(
                                AwsJsonService.endpoint(environment, "ssm", region), region, credentials, PAUSE)
                        .get(name);
            }
        };
    }

    /**
     * The text of a parameter.
     *
     * @param name with a version, {@code /weir/weir/sources:3}, or without one for the newest
     * @throws IOException if there is none, it may not be read, or nobody answers, after some attempts at what may pass
     */
    String get(String name) throws IOException {
        byte[] body = Json.write(Map.of("Name", name)).getBytes(StandardCharsets.UTF_8);
        try (SdkHttpClient http = UrlConnectionHttpClient.builder()
                .connectionTimeout(CONNECT)
                .socketTimeout(READ)
                .build()) {
            for (int attempt = 1; ; attempt++) {
                try {
                    AwsJsonService.Answer answer = service.post(http, "AmazonSSM.GetParameter", body);
                    if (answer.status() == 200) {
                        return value(answer);
                    }
                    if (attempt == ATTEMPTS || !mayPassLater(answer)) {
                        throw new RefusedException("Parameter Store answered " + answer.status() + " " + answer.type());
                    }
                } catch (IOException | SdkException e) {
                    if (attempt == ATTEMPTS || e instanceof RefusedException) {
                        throw e instanceof RefusedException
                                ? new IOException(e.getMessage(), e)
                                : new IOException("Parameter Store cannot be asked: " + e.getMessage(), e);
                    }
                }
                pause(attempt);
            }
        }
    }

    private void pause(int attempt) throws IOException {
        try {
            Thread.sleep(pause.multipliedBy(attempt));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while Parameter Store was asked", e);
        }
    }

    /** An answer that another attempt would not change. */
    private static final class RefusedException extends IOException {
        private static final long serialVersionUID = 1;

        RefusedException(String message) {
            super(message);
        }
    }

    private static String value(AwsJsonService.Answer answer) throws IOException {
        try {
            if (answer.json().get("Parameter") instanceof Map<?, ?> parameter
                    && parameter.get("Value") instanceof String value) {
                return value;
            }
        } catch (JsonException e) {
            // The error below.
        }
        throw new RefusedException("Parameter Store answered 200 without a value");
    }

    /** A role's policy that was just written is not known everywhere yet. */
    private static boolean mayPassLater(AwsJsonService.Answer answer) {
        return answer.mayPassLater() || answer.type().equals("AccessDeniedException");
    }
}
