package io.weir.worker.aws;

import io.weir.envelope.source.SecretReference;
import io.weir.verify.secret.SecretSet;
import io.weir.verify.secret.Secrets;
import io.weir.worker.sns.Subscriptions;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkClient;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.sns.SnsClient;

/**
 * The services of AWS that a source may name although everything else is on this machine. A client is made when it is
 * first needed, since a machine that never needs one may have neither a region nor credentials. Thread-safe.
 */
public final class OnDemandClients implements AutoCloseable {
    private final Supplier<SecretsManagerClient> secretsManagers;
    private final Deque<SdkClient> clients = new ArrayDeque<>();
    private final Subscriptions subscriptions;
    private @Nullable Secrets secrets;

    public OnDemandClients() {
        this(
                region -> SnsClient.builder()
                        .httpClient(UrlConnectionHttpClient.create())
                        .region(region)
                        .build(),
                () -> SecretsManagerClient.builder()
                        .httpClient(UrlConnectionHttpClient.create())
                        .build());
    }

    OnDemandClients(Function<Region, SnsClient> topics, Supplier<SecretsManagerClient> secretsManagers) {
        this.secretsManagers = secretsManagers;
        this.subscriptions = new SnsSubscriptions(region -> keep(topics.apply(region)));
    }

    private synchronized <T extends SdkClient> T keep(T client) {
        clients.push(client);
        return client;
    }

    public Subscriptions subscriptions() {
        return subscriptions;
    }

    /** Secrets of Secrets Manager. */
    public Secrets secrets() {
        return (reference, fresh) -> read(reference, fresh);
    }

    private SecretSet read(SecretReference reference, boolean fresh) throws IOException {
        return secretsManager().get(reference, fresh);
    }

    private synchronized Secrets secretsManager() throws IOException {
        if (secrets == null) {
            try {
                secrets = new SecretsManagerSecrets(keep(secretsManagers.get()));
            } catch (SdkClientException e) {
                throw new IOException("Secrets Manager cannot be asked: " + e.getMessage(), e);
            }
        }
        return secrets;
    }

    /** Closes the clients that were made. */
    @Override
    public synchronized void close() {
        clients.forEach(SdkClient::close);
        clients.clear();
    }
}
