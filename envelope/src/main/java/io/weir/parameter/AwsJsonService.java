package io.weir.parameter;

import io.weir.config.ConfigurationException;
import io.weir.config.Environment;
import io.weir.envelope.HttpStatus;
import io.weir.json.Json;
import io.weir.json.JsonException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;

/**
 * A service of AWS that is asked by a signed POST of JSON. The SDK's client for such a service has some megabytes; its signer and
 * HTTP client, which both functions have anyway, suffice. Thread-safe.
 *
 * @see <a href="https://smithy.io/2.0/aws/protocols/aws-json-1_1-protocol.html">AWS JSON 1.1</a>
 */
public final class AwsJsonService {
    private final URI endpoint;
    private final String service;
    private final String region;
    private final AwsCredentialsProvider credentials;
    private final AwsV4HttpSigner signer = AwsV4HttpSigner.create();

    /** @param service its name in signatures and hosts, such as {@code ssm} */
    public AwsJsonService(URI endpoint, String service, String region, AwsCredentialsProvider credentials) {
        this.endpoint = endpoint;
        this.service = service;
        this.region = region;
        this.credentials = credentials;
    }

    /**
     * Where a service is reached: {@code AWS_ENDPOINT_URL_SSM}, say, or {@code AWS_ENDPOINT_URL}, or else its host in the region.
     *
     * @param service as its host is called
     * @throws ConfigurationException naming the variable if it holds no URL
     */
    public static URI endpoint(Environment environment, String service, String region) {
        return endpoint(environment, service, service, region);
    }

    /** The same of a service whose variable has a name of its own, such as {@code SECRETS_MANAGER}. */
    public static URI endpoint(Environment environment, String service, String variable, String region) {
        String own = "AWS_ENDPOINT_URL_" + variable.toUpperCase(Locale.ROOT);
        String name = environment.optional(own) == null ? "AWS_ENDPOINT_URL" : own;
        String endpoint = environment.optional(name);
        if (endpoint == null) {
            String suffix = region.startsWith("cn-") ? "amazonaws.com.cn" : "amazonaws.com";
            return URI.create("https://" + service + "." + region + "." + suffix + "/");
        }
        try {
            return URI.create(endpoint.replaceAll("/+$", "") + "/");
        } catch (IllegalArgumentException e) {
            throw new ConfigurationException(name + ": expected a URL");
        }
    }

    /** What a service has answered. Its body may hold a secret: never printed. */
    public record Answer(int status, String body) {
        /** The body as an object. */
        public Map<String, @Nullable Object> json() throws JsonException {
            return Json.readObject(body);
        }

        /** The name of the error, {@code ParameterVersionNotFound}, say; empty if it is not told. */
        public String type() {
            try {
                return json().get("__type") instanceof String type ? type.substring(type.indexOf('#') + 1) : "";
            } catch (JsonException e) {
                return "";
            }
        }

        /** Whether another attempt may have another answer. */
        public boolean mayPassLater() {
            return HttpStatus.mayPassLater(status) || type().startsWith("Throttling");
        }

        /** Leaves the body out. */
        @Override
        public String toString() {
            return "Answer[" + status + "]";
        }
    }

    /**
     * Asks once.
     *
     * @param target the operation, such as {@code AmazonSSM.GetParameter}
     * @param body JSON
     * @throws IOException if nobody answers
     */
    public Answer post(SdkHttpClient http, String target, byte[] body) throws IOException {
        ContentStreamProvider content = ContentStreamProvider.fromByteArray(body);
        SdkHttpRequest request = signer.sign(sign -> sign.identity(credentials.resolveCredentials())
                        .request(SdkHttpRequest.builder()
                                .method(SdkHttpMethod.POST)
                                .uri(endpoint)
                                .putHeader("content-type", "application/x-amz-json-1.1")
                                .putHeader("content-length", Integer.toString(body.length))
                                .putHeader("x-amz-target", target)
                                .build())
                        .payload(content)
                        .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, service)
                        .putProperty(AwsV4HttpSigner.REGION_NAME, region))
                .request();
        HttpExecuteResponse response = http.prepareRequest(HttpExecuteRequest.builder()
                        .request(request)
                        .contentStreamProvider(content)
                        .build())
                .call();
        try (InputStream answer = response.responseBody()
                .<InputStream>map(stream -> stream)
                .orElseGet(() -> new ByteArrayInputStream(new byte[0]))) {
            return new Answer(
                    response.httpResponse().statusCode(), new String(answer.readAllBytes(), StandardCharsets.UTF_8));
        }
    }
}
