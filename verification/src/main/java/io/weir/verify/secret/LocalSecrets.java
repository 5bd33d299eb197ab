package io.weir.verify.secret;

import io.weir.envelope.source.SecretReference;
import io.weir.verify.RefusedException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Secrets from the environment and from files, read anew each time; those of Secrets Manager from elsewhere. */
public final class LocalSecrets implements Secrets {
    private final Function<String, @Nullable String> environment;
    private final Secrets secretsManager;
    private final Clock clock;
    private final Instant started;

    /**
     * @param environment the value of a variable, or null
     * @param secretsManager where references to Secrets Manager go
     * @param clock its time now is that of the environment, which does not change in a process
     */
    public LocalSecrets(Function<String, @Nullable String> environment, Secrets secretsManager, Clock clock) {
        this.environment = environment;
        this.secretsManager = secretsManager;
        this.clock = clock;
        this.started = clock.instant();
    }

    @Override
    public SecretSet get(SecretReference reference, boolean fresh) throws IOException {
        return switch (reference) {
            case SecretReference.EnvironmentSecret(String name) -> fromEnvironment(name);
            case SecretReference.FileSecret(String path) -> fromFile(Path.of(path));
            case SecretReference.SecretsManagerSecret secret -> secretsManager.get(secret, fresh);
        };
    }

    private SecretSet fromEnvironment(String name) throws IOException {
        String value = environment.apply(name);
        if (value == null) {
            throw new RefusedException("env:" + name + ": not set");
        }
        return SecretSet.of(SecretText.parse("env:" + name, value), started);
    }

    private SecretSet fromFile(Path path) throws IOException {
        byte[] text;
        Instant changed;
        try {
            text = Files.readAllBytes(path);
            changed = Files.getLastModifiedTime(path).toInstant(); // after the reading: rather too late than too early
        } catch (NoSuchFileException e) {
            throw new RefusedException("file:" + path + ": no such file", e);
        } catch (AccessDeniedException e) {
            throw new RefusedException("file:" + path + ": access denied", e);
        }
        Instant now = clock.instant();
        return SecretSet.of(SecretText.parse("file:" + path, text), changed.isAfter(now) ? now : changed);
    }
}
