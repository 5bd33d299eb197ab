package io.weir.worker.aws;

import io.weir.envelope.source.SecretReference;
import io.weir.worker.secret.SecretText;
import io.weir.worker.secret.Secrets;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.secretsmanager.model.ResourceNotFoundException;

/**
 * Secrets of Secrets Manager: the current version, then the previous one, so that a secret can be rotated while messages
 * that were signed with the old one are still under way.
 */
public final class SecretsManagerSecrets implements Secrets {
    private final SecretsManagerClient client;

    public SecretsManagerSecrets(SecretsManagerClient client) {
        this.client = client;
    }

    @Override
    public List<byte[]> get(SecretReference reference, boolean fresh) throws IOException {
        if (!(reference instanceof SecretReference.SecretsManagerSecret(String arn))) {
            throw new IOException("only secrets of Secrets Manager can be had here");
        }
        try {
            List<byte[]> secrets = new ArrayList<>(read(arn, "AWSCURRENT"));
            try {
                secrets.addAll(read(arn, "AWSPREVIOUS"));
            } catch (ResourceNotFoundException e) {
                // Never rotated: there is no previous version.
            }
            return secrets;
        } catch (SdkException e) {
            throw new IOException("cannot read " + arn + ": " + e.getClass().getSimpleName(), e);
        }
    }

    private List<byte[]> read(String arn, String stage) throws IOException {
        var value = client.getSecretValue(request -> request.secretId(arn).versionStage(stage));
        String text = value.secretString();
        return SecretText.parse(arn, text == null ? value.secretBinary().asUtf8String() : text);
    }
}
