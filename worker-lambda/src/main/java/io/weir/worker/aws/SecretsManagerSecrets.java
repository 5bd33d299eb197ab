package io.weir.worker.aws;

import io.weir.envelope.HttpStatus;
import io.weir.envelope.source.SecretReference;
import io.weir.verify.RefusedException;
import io.weir.verify.secret.SecretSet;
import io.weir.verify.secret.SecretText;
import io.weir.verify.secret.Secrets;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.secretsmanager.model.GetSecretValueResponse;
import software.amazon.awssdk.services.secretsmanager.model.ResourceNotFoundException;
import software.amazon.awssdk.services.secretsmanager.model.SecretsManagerException;

/**
 * Secrets of Secrets Manager: the current version, then the previous one, so that a secret can be rotated while messages
 * that were signed with the old one are still under way. They are taken to be unchanged since the current version was made.
 */
final class SecretsManagerSecrets implements Secrets {
    private final SecretsManagerClient client;

    SecretsManagerSecrets(SecretsManagerClient client) {
        this.client = client;
    }

    @Override
    public SecretSet get(SecretReference reference, boolean fresh) throws IOException {
        if (!(reference instanceof SecretReference.SecretsManagerSecret(String arn))) {
            throw new RefusedException("only secrets of Secrets Manager can be had here");
        }
        try {
            GetSecretValueResponse current = read(arn, "AWSCURRENT");
            List<byte[]> secrets = new ArrayList<>(parse(arn, current));
            try {
                secrets.addAll(parse(arn, read(arn, "AWSPREVIOUS")));
            } catch (ResourceNotFoundException | RefusedException e) {
                // Never rotated, or the previous version was a mistake that has been put right.
            }
            return SecretSet.of(secrets, current.createdDate() == null ? Instant.MIN : current.createdDate());
        } catch (SecretsManagerException e) {
            String message = "cannot read " + arn + ": " + e.getClass().getSimpleName();
            throw isAnswer(e) ? new RefusedException(message, e) : new IOException(message, e);
        } catch (SdkException e) {
            throw new IOException("cannot read " + arn + ": " + e.getClass().getSimpleName(), e);
        }
    }

    /** There is no such secret, or not for us; everything else may pass. */
    private static boolean isAnswer(SecretsManagerException e) {
        boolean refused = e.statusCode() / 100 == 4 && !HttpStatus.mayPassLater(e.statusCode());
        return e instanceof ResourceNotFoundException || (refused && !e.isThrottlingException());
    }

    private GetSecretValueResponse read(String arn, String stage) {
        return client.getSecretValue(request -> request.secretId(arn).versionStage(stage));
    }

    private static List<byte[]> parse(String arn, GetSecretValueResponse value) throws RefusedException {
        String text = value.secretString();
        return text == null ? SecretText.parse(arn, value.secretBinary().asByteArray()) : SecretText.parse(arn, text);
    }
}
