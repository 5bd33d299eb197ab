package io.weir.worker.guard;

import io.weir.envelope.source.SecretReference;
import io.weir.verify.secret.SecretSet;
import io.weir.verify.secret.Secrets;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * A store of secrets behind guards, one for each secret: a stranger who posts to a source whose secret cannot be had must
 * not close the way to the secrets of others.
 */
public final class GuardedSecrets implements Secrets {
    private final Secrets secrets;
    private final Function<SecretReference, Guard> guard;
    private final Map<SecretReference, Guard> guards = new ConcurrentHashMap<>();

    /** @param guard makes the guard of a secret, once; references come from the configuration alone */
    public GuardedSecrets(Secrets secrets, Function<SecretReference, Guard> guard) {
        this.secrets = secrets;
        this.guard = guard;
    }

    @Override
    public SecretSet get(SecretReference reference, boolean fresh) throws IOException {
        return guards.computeIfAbsent(reference, guard).call(() -> secrets.get(reference, fresh));
    }
}
