package io.weir.envelope.source;

import io.weir.config.ConfigValue;
import java.util.regex.Pattern;

/** Where a secret is kept. Never the secret itself: the configuration is no place for one. */
public sealed interface SecretReference {
    /** A Secrets Manager secret, by ARN. */
    record SecretsManagerSecret(String arn) implements SecretReference {
        @Override
        public String text() {
            return arn;
        }
    }

    record EnvironmentSecret(String name) implements SecretReference {
        @Override
        public String text() {
            return "env:" + name;
        }
    }

    /** A file, for one machine. */
    record FileSecret(String path) implements SecretReference {
        @Override
        public String text() {
            return "file:" + path;
        }
    }

    /** The reference as the configuration says it. */
    String text();

    /** Reads a reference; plain text is refused, and not repeated in the error. */
    static SecretReference parse(ConfigValue config) {
        String text = config.string();
        if (Arn.PATTERN.matcher(text).matches()) {
            return new SecretsManagerSecret(text);
        }
        if (text.startsWith("env:") && text.length() > 4) {
            return new EnvironmentSecret(text.substring(4));
        }
        if (text.startsWith("file:") && text.length() > 5) {
            return new FileSecret(text.substring(5));
        }
        throw config.expected("a Secrets Manager ARN, env:NAME or file:PATH; never the secret itself");
    }

    /** Holds the pattern, since an interface's fields are public. */
    final class Arn {
        private static final Pattern PATTERN =
                Pattern.compile("arn:aws[a-z-]*:secretsmanager:[a-z0-9-]+:[0-9]{12}:secret:[A-Za-z0-9/_+=.@-]{1,512}");

        private Arn() {}
    }
}
