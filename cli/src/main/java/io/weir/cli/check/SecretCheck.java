package io.weir.cli.check;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.weir.cli.input.GivenSecret;
import io.weir.envelope.source.SecretReference;
import io.weir.verify.secret.Secrets;
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
