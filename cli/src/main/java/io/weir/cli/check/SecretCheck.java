package io.weir.cli.check;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.weir.cli.input.GivenSecret;
import io.weir.envelope.scheme.JwtScheme;
import io.weir.envelope.scheme.SignatureScheme;
import io.weir.envelope.scheme.TokenScheme;
import io.weir.envelope.source.SecretReference;
import io.weir.envelope.source.Source;
import io.weir.verify.secret.Secrets;
import io.weir.verify.signature.PublicKeys;
import io.weir.verify.token.TokenVerifier;
import io.weir.worker.jwt.JwtVerifier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Looks at secrets, and never shows them. */
final class SecretCheck {
    /** What documentation and examples put where the secret goes. */
    private static final Set<String> DEFAULTS = Set.of(
            "secret", "changeme", "change-me", "password", "test", "example", "default", "todo", "xxx", "whsec_test");

    private static final int SHORT = 16;

    private static final Set<PosixFilePermission> OTHERS = Set.of(
            PosixFilePermission.GROUP_READ,
            PosixFilePermission.GROUP_WRITE,
            PosixFilePermission.OTHERS_READ,
            PosixFilePermission.OTHERS_WRITE);

    private final Function<String, @Nullable String> environment;
    private final @Nullable Secrets manager;

    SecretCheck(Function<String, @Nullable String> environment, @Nullable Secrets manager) {
        this.environment = environment;
        this.manager = manager;
    }

    /** The secret of a source, by what it is to its scheme. */
    List<Finding> of(Source source) {
        SecretReference reference = source.secret();
        String publicKey = source.publicKey();
        if (publicKey != null) {
            return List.of(publicKey(source, publicKey));
        }
        if (reference == null) {
            return List.of(Finding.ok(
                    source.name(),
                    source.scheme() instanceof JwtScheme jwt
                            ? "needs no secret: the keys of its tokens are at " + jwt.jwks()
                            : "signed by SNS, needs no secret"));
        }
        boolean isPublic = source.scheme() instanceof JwtScheme
                || (source.scheme() instanceof SignatureScheme scheme
                        && scheme.signature().algorithm().isAsymmetric()
                        && scheme.certificate() == null);
        if (!isPublic) {
            List<Finding> findings = new ArrayList<>(of(source.name(), "secret", reference));
            if (source.scheme() instanceof TokenScheme) {
                shortToken(source, reference, findings);
            }
            return findings;
        }
        return keys(source, reference);
    }

    /** A token that is shorter ends the worker's start. */
    private void shortToken(Source source, SecretReference reference, List<Finding> findings) {
        boolean isRead = !(reference instanceof SecretReference.SecretsManagerSecret) || manager != null;
        for (byte[] each :
                isRead ? GivenSecret.of(reference, environment, manager).secrets() : List.<byte[]>of()) {
            try {
                TokenVerifier.checkLength(source.name(), each);
            } catch (IOException e) {
                findings.removeIf(finding -> finding.level() == Finding.Level.WARNING);
                findings.add(Finding.error(source.name(), String.valueOf(e.getMessage())));
            }
        }
    }

    private static Finding publicKey(Source source, String text) {
        try {
            PublicKeys.parse(
                    text, ((SignatureScheme) source.scheme()).signature().algorithm());
            return Finding.ok(source.name(), "publicKey: can be read");
        } catch (IllegalArgumentException e) {
            return Finding.error(source.name(), "publicKey: " + e.getMessage());
        }
    }

    /** Public keys as a secret: anyone may know them. */
    private List<Finding> keys(Source source, SecretReference reference) {
        String place = "secret " + reference.text();
        if (reference instanceof SecretReference.SecretsManagerSecret && manager == null) {
            return List.of(Finding.ok(source.name(), place + ": the form is that of an ARN; --online fetches it"));
        }
        GivenSecret given = GivenSecret.of(reference, environment, manager);
        String fault = given.fault();
        if (fault != null) {
            return List.of(Finding.error(source.name(), "secret MISSING: " + fault));
        }
        List<Finding> findings = new ArrayList<>();
        for (byte[] each : given.secrets()) {
            try {
                if (source.scheme() instanceof SignatureScheme scheme) {
                    PublicKeys.parse(new String(each, UTF_8), scheme.signature().algorithm());
                } else {
                    JwtVerifier.checkKeys(each);
                }
                findings.add(Finding.ok(source.name(), place + ": holds public keys that can be read"));
            } catch (IOException | IllegalArgumentException e) {
                findings.add(Finding.error(source.name(), place + ": " + e.getMessage()));
            }
        }
        return findings;
    }

    /** @param what the member that names it */
    List<Finding> of(String source, String what, SecretReference reference) {
        String place = what + " " + reference.text();
        if (reference instanceof SecretReference.SecretsManagerSecret && manager == null) {
            return List.of(Finding.ok(source, place + ": the form is that of an ARN; --online fetches it"));
        }
        GivenSecret secret = GivenSecret.of(reference, environment, manager);
        String fault = secret.fault();
        if (fault != null) {
            return List.of(Finding.error(source, what + " MISSING: " + fault));
        }
        List<Finding> findings = new ArrayList<>();
        for (byte[] each : secret.secrets()) {
            weak(source, place, each, findings);
        }
        if (reference instanceof SecretReference.FileSecret(String path)) {
            rights(source, place, Path.of(path), findings);
        }
        if (findings.isEmpty()) {
            int count = secret.secrets().size();
            findings.add(Finding.ok(source, place + ": found" + (count == 1 ? "" : ", " + count + " secrets")));
        }
        return findings;
    }

    private static void weak(String source, String place, byte[] secret, List<Finding> findings) {
        String text = new String(secret, UTF_8);
        if (DEFAULTS.contains(text.toLowerCase(Locale.ROOT))) {
            findings.add(Finding.error(source, place + ": is a word that anyone would try; generate a random one"));
        } else if (text.length() < SHORT) {
            findings.add(Finding.warning(
                    source, place + ": has " + text.length() + " characters; use at least " + SHORT + " random ones"));
        }
    }

    private static void rights(String source, String place, Path file, List<Finding> findings) {
        PosixFileAttributeView view = Files.getFileAttributeView(file, PosixFileAttributeView.class);
        if (view == null) {
            return;
        }
        try {
            if (view.readAttributes().permissions().stream().anyMatch(OTHERS::contains)) {
                findings.add(Finding.warning(source, place + ": others may read it; chmod 600 " + file));
            }
        } catch (IOException e) {
            findings.add(Finding.warning(source, place + ": its rights cannot be read: " + e.getMessage()));
        }
    }
}
