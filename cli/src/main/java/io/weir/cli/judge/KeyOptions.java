package io.weir.cli.judge;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.weir.cli.input.InputFiles;
import io.weir.config.ConfigValue;
import io.weir.envelope.scheme.JwtScheme;
import io.weir.envelope.scheme.SignatureScheme;
import io.weir.envelope.scheme.TokenScheme;
import io.weir.envelope.scheme.WebhookScheme;
import io.weir.envelope.source.SecretReference;
import io.weir.envelope.source.Source;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/** The keys with which a webhook is judged. */
public final class KeyOptions {
    @Option(names = "--secret-file", description = "File with the shared secret or the token; for webhooks")
    private @Nullable Path secretFile;

    @Option(names = "--public-key-file", description = "File with the sender's public key: PEM, base64 or hex")
    private @Nullable Path publicKeyFile;

    @Option(names = "--jwks", description = "File with the keys of a sender of tokens (JWKS); nothing is fetched")
    private @Nullable Path jwks;

    @Option(
            names = "--certificate",
            description =
                    "PEM file with the sender's certificate, or its public key, in place of the one that is fetched")
    private @Nullable Path certificate;

    /**
     * The source that a scheme and these options make.
     *
     * @param usage makes the error of wrong usage
     */
    public Source source(String name, WebhookScheme scheme, Function<String, CommandLine.ParameterException> usage)
            throws IOException {
        return switch (scheme) {
            case TokenScheme token -> withSecret(name, scheme, usage, "shows a token");
            case JwtScheme jwt -> ofTokens(name, jwt, usage);
            case SignatureScheme signature
            when !signature.signature().algorithm().isAsymmetric() ->
                withSecret(name, scheme, usage, "signs with a shared secret");
            case SignatureScheme signature
            when signature.certificate() != null -> withSecret(name, scheme, usage, "signs it beside its key");
            case SignatureScheme signature -> withPublicKey(name, scheme, usage);
        };
    }

    /** Whether a key was given, so that the source's own does not count. */
    public boolean isGiven() {
        return secretFile != null || publicKeyFile != null || jwks != null;
    }

    private Source withSecret(
            String name, WebhookScheme scheme, Function<String, CommandLine.ParameterException> usage, String why) {
        if (secretFile == null) {
            throw usage.apply("--secret-file: expected, since " + scheme.name() + " " + why);
        }
        return Source.ofSecret(name, scheme, reference(secretFile));
    }

    private Source withPublicKey(
            String name, WebhookScheme scheme, Function<String, CommandLine.ParameterException> usage)
            throws IOException {
        if (publicKeyFile == null) {
            if (secretFile == null) {
                throw usage.apply(
                        "--public-key-file: expected, since " + scheme.name() + " signs with a private key of its own");
            }
            return Source.ofSecret(name, scheme, reference(secretFile));
        }
        return Source.ofSecret(name, scheme, null).toBuilder()
                .publicKey(new String(InputFiles.bytes(publicKeyFile), UTF_8))
                .build();
    }

    private Source ofTokens(String name, JwtScheme scheme, Function<String, CommandLine.ParameterException> usage) {
        scheme.checkBound(new ConfigValue("--scheme", Map.of()));
        Path keys = jwks != null ? jwks : secretFile;
        if (keys != null) {
            return Source.ofSecret(name, withoutUrl(scheme), reference(keys));
        }
        if (scheme.jwks() == null) {
            throw usage.apply("--jwks: expected, since the keys of " + scheme.name() + " are at no URL");
        }
        return Source.ofSecret(name, scheme, null);
    }

    /** The same whose keys are a secret. */
    private static JwtScheme withoutUrl(JwtScheme scheme) {
        return new JwtScheme(
                scheme.name(),
                scheme.header(),
                scheme.prefix(),
                scheme.algorithms(),
                null,
                scheme.issuers(),
                scheme.audience(),
                scheme.claims(),
                scheme.bodyHash(),
                scheme.maxAge(),
                scheme.identity());
    }

    private static SecretReference reference(Path file) {
        return new SecretReference.FileSecret(file.toString());
    }

    /** The certificate in place of the one that is fetched, or null. */
    public @Nullable Path certificate() {
        return certificate;
    }
}
