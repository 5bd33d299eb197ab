package io.weir.worker;

import io.weir.config.ConfigurationException;
import io.weir.envelope.scheme.JwtScheme;
import io.weir.envelope.scheme.SignatureScheme;
import io.weir.envelope.scheme.TokenScheme;
import io.weir.envelope.source.SecretReference;
import io.weir.envelope.source.Source;
import io.weir.envelope.source.Sources;
import io.weir.verify.RefusedException;
import io.weir.verify.secret.SecretSet;
import io.weir.verify.secret.Secrets;
import io.weir.verify.signature.PublicKeys;
import io.weir.verify.token.TokenVerifier;
import io.weir.worker.jwt.JwtVerifier;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Looks once, when the worker starts, whether the keys of its sources can prove anything. */
final class KeyCheck {
    /** A start does not wait longer for a slow store: what is not looked at shows itself with the first request. */
    private static final Duration PATIENCE = Duration.ofSeconds(4);

    /** Whether a secret can be used for what its source needs. */
    @FunctionalInterface
    private interface Use {
        void check(byte[] secret) throws IOException;
    }

    private KeyCheck() {}

    /**
     * Checks the public keys of the configuration, and in the store those secrets that must have a form: tokens, public keys and
     * key sets. A store that cannot be asked, and a secret that is not there yet, end no start.
     *
     * @param secrets the store itself: a start leaves no trace in caches and breakers
     * @throws ConfigurationException naming the source and what was expected, never the secret
     */
    static void run(Sources sources, Secrets secrets, Clock clock) {
        PublicKeys.checkConfigured(sources);
        Instant end = clock.instant().plus(PATIENCE);
        for (Source source : sources.all()) {
            Use use = use(source);
            SecretReference reference = source.secret();
            if (use != null
                    && reference != null
                    && (clock.instant().isAfter(end) || !check(source, reference, use, secrets))) {
                return;
            }
        }
    }

    private static @Nullable Use use(Source source) {
        return switch (source.scheme()) {
            case TokenScheme token -> secret -> TokenVerifier.checkLength(source.name(), secret);
            case JwtScheme jwt -> JwtVerifier::checkKeys;
            case SignatureScheme signature
            when signature.signature().algorithm().isAsymmetric() && signature.certificate() == null ->
                secret -> PublicKeys.parse(
                        new String(secret, StandardCharsets.UTF_8),
                        signature.signature().algorithm());
            default -> null;
        };
    }

    /** @return false if the store is down, so that no other secret need be asked for */
    private static boolean check(Source source, SecretReference reference, Use use, Secrets secrets) {
        SecretSet set;
        try {
            set = secrets.get(reference, false);
        } catch (RefusedException e) {
            return true;
        } catch (IOException e) {
            return false;
        }
        for (byte[] secret : set.secrets()) {
            try {
                use.check(secret);
            } catch (IOException | IllegalArgumentException e) {
                throw new ConfigurationException(
                        "source " + source.name() + ", secret " + reference.text() + ": " + e.getMessage());
            }
        }
        return true;
    }
}
