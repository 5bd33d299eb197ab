package io.weir.cli.input;

import io.weir.envelope.source.SecretReference;
import io.weir.verify.secret.SecretText;
import io.weir.verify.secret.Secrets;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A secret as an option or a source names it: its texts, or why there are none. Never prints them. Immutable. */
public final class GivenSecret {
    private final String origin;
    private final byte @Nullable [] raw;
    private final List<byte[]> secrets;
    private final @Nullable String fault;

    private GivenSecret(String origin, byte @Nullable [] raw, List<byte[]> secrets, @Nullable String fault) {
        this.origin = origin;
        this.raw = raw;
        this.secrets = List.copyOf(secrets);
        this.fault = fault;
    }

    /** Of a source that has none. */
    public static GivenSecret none() {
        return missing("no secret", "the source has no secret");
    }

    /** The secret in a file. */
    public static GivenSecret ofFile(Path file) {
        try {
            return read(file.toString(), InputFiles.bytes(file));
        } catch (IOException e) {
            return missing(file.toString(), String.valueOf(e.getMessage()));
        }
    }

    /**
     * The secret that a reference names.
     *
     * @param environment the value of a variable, or null
     * @param manager where a secret of Secrets Manager is read, or null: then it is not asked
     */
    public static GivenSecret of(
            SecretReference reference, Function<String, @Nullable String> environment, @Nullable Secrets manager) {
        return switch (reference) {
            case SecretReference.FileSecret(String path) -> ofFile(Path.of(path));
            case SecretReference.EnvironmentSecret(String name) -> {
                String value = environment.apply(name);
                yield value == null
                        ? missing("env:" + name, "env:" + name + ": not set")
                        : read("env:" + name, value.getBytes(StandardCharsets.UTF_8));
            }
            case SecretReference.SecretsManagerSecret secret -> ofManager(secret, manager);
        };
    }

    private static GivenSecret ofManager(SecretReference.SecretsManagerSecret secret, @Nullable Secrets manager) {
        if (manager == null) {
            return missing(secret.arn(), secret.arn() + ": lies in Secrets Manager, which was not asked");
        }
        try {
            return new GivenSecret(secret.arn(), null, manager.get(secret, true).secrets(), null);
        } catch (IOException e) {
            return missing(secret.arn(), String.valueOf(e.getMessage()));
        }
    }

    private static GivenSecret read(String origin, byte[] raw) {
        try {
            return new GivenSecret(origin, raw, SecretText.parse(origin, raw), null);
        } catch (IOException e) {
            return missing(origin, String.valueOf(e.getMessage()));
        }
    }

    private static GivenSecret missing(String origin, String fault) {
        return new GivenSecret(origin, null, List.of(), fault);
    }

    /** Where it lies, as the configuration says it. */
    public String origin() {
        return origin;
    }

    /** What lies there, byte by byte, or null if that is not known. */
    public byte @Nullable [] raw() {
        return raw == null ? null : raw.clone();
    }

    /** The secrets, the current one first; none if there is a fault. */
    public List<byte[]> secrets() {
        return secrets;
    }

    /**
     * The secret to sign with.
     *
     * @throws IOException saying why there is none
     */
    public byte[] current() throws IOException {
        if (fault != null) {
            throw new IOException(fault);
        }
        return secrets.getFirst();
    }

    /** Why there is none, with the place, or null. */
    public @Nullable String fault() {
        return fault;
    }

    /** Leaves the secrets out. */
    @Override
    public String toString() {
        return "GivenSecret[" + origin + ", " + secrets.size() + " secrets]";
    }
}
