package io.weir.worker.guard;

import io.weir.envelope.source.SecretReference;
import io.weir.worker.secret.SecretSet;
import io.weir.worker.secret.Secrets;
import java.io.IOException;

/** A store of secrets behind a guard. */
public final class GuardedSecrets implements Secrets {
    private final Secrets secrets;
    private final Guard guard;

    public GuardedSecrets(Secrets secrets, Guard guard) {
        this.secrets = secrets;
        this.guard = guard;
    }

    @Override
    public SecretSet get(SecretReference reference, boolean fresh) throws IOException {
        return guard.call(() -> secrets.get(reference, fresh));
    }
}
