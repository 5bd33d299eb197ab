package io.weir.worker.aws.release;

import io.weir.worker.release.Functions;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.AliasConfiguration;
import software.amazon.awssdk.services.lambda.model.FunctionConfiguration;
import software.amazon.awssdk.services.lambda.model.GetFunctionConfigurationResponse;
import software.amazon.awssdk.services.lambda.model.InvokeResponse;
import software.amazon.awssdk.services.lambda.model.ResourceNotFoundException;

/** The functions by Lambda's API. Thread-safe. */
public final class LambdaFunctions implements Functions {
    private static final String PING = "{\"weir\":\"ping\"}";

    /** A start without a snapshot takes seconds. */
    private static final Duration CALL = Duration.ofMinutes(1);

    private static final int LONGEST_ERROR = 500;
    private static final Pattern NUMBER = Pattern.compile("[1-9][0-9]{0,17}");

    private final LambdaClient client;

    LambdaFunctions(LambdaClient client) {
        this.client = client;
    }

    /** Those of the account, by the SDK's default credentials, region and endpoint. */
    public static LambdaFunctions ofAccount() {
        return new LambdaFunctions(LambdaClient.builder()
                .httpClient(
                        UrlConnectionHttpClient.builder().socketTimeout(CALL).build())
                .overrideConfiguration(
                        times -> times.apiCallAttemptTimeout(CALL).apiCallTimeout(CALL))
                .build());
    }

    @Override
    public @Nullable Version find(String function, String version) throws IOException {
        try {
            GetFunctionConfigurationResponse found = client.getFunctionConfiguration(
                    get -> get.functionName(function).qualifier(version));
            return new Version(found.stateAsString(), found.stateReason() == null ? "" : found.stateReason());
        } catch (ResourceNotFoundException e) {
            return null;
        } catch (SdkException e) {
            throw fault(e);
        }
    }

    @Override
    public @Nullable String ping(String function, String version) throws IOException {
        try {
            InvokeResponse answer = client.invoke(
                    call -> call.functionName(function).qualifier(version).payload(SdkBytes.fromUtf8String(PING)));
            if (answer.functionError() == null) {
                return null;
            }
            String error = answer.payload() == null ? "" : answer.payload().asUtf8String();
            return answer.functionError() + " " + error.substring(0, Math.min(error.length(), LONGEST_ERROR));
        } catch (SdkException e) {
            throw fault(e);
        }
    }

    @Override
    public List<String> versions(String function) throws IOException {
        try {
            return client.listVersionsByFunctionPaginator(list -> list.functionName(function)).versions().stream()
                    .map(FunctionConfiguration::version)
                    .filter(version -> NUMBER.matcher(version).matches()) // and not $LATEST
                    .toList();
        } catch (SdkException e) {
            throw fault(e);
        }
    }

    @Override
    public Set<String> named(String function) throws IOException {
        try {
            Set<String> named = new TreeSet<>();
            for (AliasConfiguration alias : client.listAliasesPaginator(list -> list.functionName(function))
                    .aliases()) {
                named.add(alias.functionVersion());
                if (alias.routingConfig() != null) {
                    named.addAll(
                            alias.routingConfig().additionalVersionWeights().keySet());
                }
            }
            return named;
        } catch (SdkException e) {
            throw fault(e);
        }
    }

    @Override
    public void delete(String function, String version) throws IOException {
        if (!NUMBER.matcher(version).matches()) {
            throw new IllegalArgumentException(
                    "not a version, and without one the function itself would go: " + version);
        }
        try {
            client.deleteFunction(delete -> delete.functionName(function).qualifier(version));
        } catch (SdkException e) {
            throw fault(e);
        }
    }

    private static IOException fault(SdkException fault) {
        return new IOException(fault.getMessage(), fault);
    }
}
