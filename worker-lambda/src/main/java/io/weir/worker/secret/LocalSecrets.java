package io.weir.worker.secret;

import io.weir.envelope.source.SecretReference;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Secrets from the environment and from files, read anew each time; those of Secrets Manager from elsewhere. */
public final class LocalSecrets implements Secrets {
    private final Function<String, @Nullable String> environment;
    private final Secrets secretsManager;

    /**
     * @param environment the value of a variable, or null
     * @param secretsManager where references to Secrets Manager go
     */
    public LocalSecrets(Function<String, @Nullable String> environment, Secrets secretsManager) {
        this.environment = environment;
        this.secretsManager = secretsManager;
    }

    @Override
    public List<byte[]> get(SecretReference reference, boolean fresh) throws IOException {
        return switch (reference) {
            case SecretReference.EnvironmentSecret(String name) -> fromEnvironment(name);
            case SecretReference.FileSecret(String path) -> fromFile(path);
            case SecretReference.SecretsManagerSecret secret -> secretsManager.get(secret, fresh);
        };
    }

    private List<byte[]> fromEnvironment(String name) throws IOException {
        String value = environment.apply(name);
        if (value == null) {
            throw new IOException("env:" + name + ": not set");
        }
        return SecretText.parse("env:" + name, value);
    }

    private static List<byte[]> fromFile(String path) throws IOException {
        try {
            return SecretText.parse("file:" + path, Files.readString(Path.of(path)));
        } catch (NoSuchFileException e) {
            throw new IOException("file:" + path + ": no such file", e);
        }
    }
}
