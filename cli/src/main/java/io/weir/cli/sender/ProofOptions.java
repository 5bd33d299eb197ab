package io.weir.cli.sender;

import io.weir.cli.input.GivenSecret;
import io.weir.cli.input.InputFiles;
import io.weir.cli.key.SenderKey;
import io.weir.envelope.scheme.JwtScheme;
import io.weir.envelope.scheme.SignatureScheme;
import io.weir.envelope.scheme.TokenScheme;
import io.weir.envelope.scheme.WebhookScheme;
import io.weir.envelope.source.SecretReference;
import io.weir.envelope.source.Source;
import io.weir.worker.aws.OnDemandClients;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/** With what a sender is played: a secret, or a private key that was given or is made up. */
public final class ProofOptions {
    @Option(names = "--secret-file", description = "File with the shared secret or the token; not for sns")
    private @Nullable Path secretFile;

    @Option(
            names = "--private-key-file",
            description = {
                "File with the sender's private key (PKCS #8), where it signs with one.",
                "Default: a made-up one, kept in the folder senders of the data folder"
            })
    private @Nullable Path privateKeyFile;

    /**
     * The proof for a scheme. What a person should know of it goes to standard error: where the public half of a made-up key is,
     * and whether it can be believed at all.
     *
     * @param known the source that was named, or null
     * @param usage makes the error of wrong usage
     */
    public Signing.Proof of(
            WebhookScheme scheme,
            @Nullable Source known,
            Path data,
            Function<String, CommandLine.ParameterException> usage)
            throws IOException {
        String name = known == null ? scheme.name() : known.name();
        return switch (scheme) {
            case TokenScheme token -> Signing.Proof.ofSecret(secret(known, usage, scheme.name() + " shows a token"));
            case JwtScheme jwt -> new Signing.Proof(null, issuer(jwt, known, data, name));
            case SignatureScheme signature
            when signature.signature().algorithm().isAsymmetric() ->
                new Signing.Proof(
                        signature.certificate() == null
                                ? null
                                : secret(known, usage, scheme.name() + " signs it beside its key"),
                        key(signature, known, data, name));
            case SignatureScheme signature ->
                Signing.Proof.ofSecret(secret(known, usage, scheme.name() + " signs with a shared secret"));
        };
    }

    private byte[] secret(@Nullable Source known, Function<String, CommandLine.ParameterException> usage, String why)
            throws IOException {
        if (secretFile != null) {
            return GivenSecret.ofFile(secretFile).current();
        }
        SecretReference reference = known == null ? null : known.secret();
        if (reference == null) {
            throw usage.apply("--secret-file: expected, since " + why);
        }
        try (OnDemandClients aws = new OnDemandClients()) {
            return GivenSecret.of(reference, System::getenv, aws.secrets()).current();
        }
    }

    private SenderKey key(SignatureScheme scheme, @Nullable Source known, Path data, String name) throws IOException {
        if (privateKeyFile != null) {
            return SenderKey.given(privateKeyFile, scheme);
        }
        SenderKey key = SenderKey.madeUp(data, name, scheme);
        String text = Objects.requireNonNull(key.publicText());
        if (scheme.certificate() != null) {
            say(scheme.name() + " is believed by a certificate of "
                    + scheme.certificate().hosts().getFirst() + ": what a made-up key signs will be rejected");
        } else if (!isTrusted(known, text)) {
            say("signed by a made-up key: it is believed by a source with \"publicKey\": \"" + text + "\"");
        }
        return key;
    }

    private SenderKey issuer(JwtScheme scheme, @Nullable Source known, Path data, String name) throws IOException {
        if (privateKeyFile != null) {
            return SenderKey.given(privateKeyFile, scheme);
        }
        SenderKey key = SenderKey.madeUp(data, name, scheme);
        Path jwks = Objects.requireNonNull(key.publicFile()).toAbsolutePath().normalize();
        if (scheme.jwks() != null) {
            say("the keys of " + scheme.name() + " are at " + scheme.jwks()
                    + ": a token of a made-up issuer will be rejected. An own scheme without jwks, and with \"secret\":"
                    + " \"file:" + jwks + "\", believes it");
        } else if (!isTrusted(known, new String(InputFiles.bytes(jwks), StandardCharsets.UTF_8))) {
            say("signed by a made-up issuer: it is believed by a source with \"secret\": \"file:" + jwks + "\"");
        }
        return key;
    }

    /** Whether the source has this very key, as far as can be told without asking elsewhere. */
    private static boolean isTrusted(@Nullable Source known, String text) throws IOException {
        if (known == null) {
            return false;
        }
        if (known.publicKey() != null) {
            return withoutSpace(known.publicKey()).contains(withoutSpace(text));
        }
        SecretReference reference = known.secret();
        if (reference == null) {
            return false;
        }
        GivenSecret secret = GivenSecret.of(reference, System::getenv, null);
        return secret.secrets().stream()
                .anyMatch(each ->
                        withoutSpace(new String(each, StandardCharsets.UTF_8)).contains(withoutSpace(text)));
    }

    private static String withoutSpace(String text) {
        return text.replaceAll("\\s", "");
    }

    private static void say(String sentence) {
        System.err.println("weir: " + sentence);
    }
}
