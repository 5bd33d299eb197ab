package io.weir.cli.input;

import io.weir.cli.key.SenderKey;
import io.weir.config.ConfigValue;
import io.weir.envelope.scheme.JwtScheme;
import io.weir.envelope.scheme.Presets;
import io.weir.envelope.scheme.SignatureScheme;
import io.weir.envelope.scheme.WebhookScheme;
import io.weir.local.files.Disk;
import io.weir.local.topic.LocalTopic;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The sources of a first start: each kind of proof, with secrets and keys made for them. */
public final class SampleSources {
    private static final int SECRET_BYTES = 24;

    private static final List<String> PRESETS = List.of(
            "github",
            "recharge",
            "recharge-legacy",
            "shopify",
            "slack",
            "standard-webhooks",
            "stripe",
            "svix",
            "twilio",
            "adyen",
            "gitlab",
            "basic",
            "discord",
            "sendgrid");

    private SampleSources() {}

    /** The presets that have a sample source of their name. */
    public static List<String> presets() {
        return PRESETS;
    }

    static Map<String, Object> made(Path data) throws IOException {
        Disk.REAL.folder(data.resolve("secrets"));
        Map<String, Object> sources = new LinkedHashMap<>();
        sources.put(
                "budgets",
                Map.of("scheme", "sns", "topics", List.of(LocalTopic.arn("budgets")), "actions", List.of("email")));
        for (String preset : PRESETS) {
            sources.put(
                    preset,
                    Presets.scheme(preset) instanceof SignatureScheme scheme
                                    && scheme.signature().algorithm().isAsymmetric()
                            ? withKey(data, scheme)
                            : withSecret(data, preset, preset, "archive"));
        }
        sources.put("acme", withSecret(data, "acme", ownScheme(), "archive"));
        sources.put("tokens", withTokens(data));
        sources.put("alerts", withSecret(data, "alerts", "github", "email"));
        return sources;
    }

    /** The scheme of the sample source {@code acme}, which is no preset. */
    private static Map<String, Object> ownScheme() {
        Map<String, Object> own = new LinkedHashMap<>();
        own.put("header", "x-hmac");
        own.put("algorithm", "HmacSHA256");
        own.put("encoding", "hex");
        own.put("signed", "{body}");
        own.put("id", "x-webhook-id");
        own.put("type", "x-topic");
        return own;
    }

    private static Map<String, Object> withSecret(Path data, String name, Object scheme, String action)
            throws IOException {
        Path secret = SourcesFile.secret(data, name);
        Disk.REAL.secret(secret, SECRET_BYTES);
        String text = Files.readString(secret);
        if (name.equals("basic") && text.indexOf(':') < 0) {
            Disk.REAL.place(secret, ("weir:" + text).getBytes(StandardCharsets.UTF_8));
        }
        Map<String, Object> source = new LinkedHashMap<>();
        source.put("scheme", scheme);
        source.put("secret", "file:" + secret.toAbsolutePath());
        source.put("actions", List.of(action));
        return source;
    }

    private static Map<String, Object> withKey(Path data, SignatureScheme scheme) throws IOException {
        Map<String, Object> source = new LinkedHashMap<>();
        source.put("scheme", scheme.name());
        source.put(
                "publicKey",
                Objects.requireNonNull(
                        SenderKey.madeUp(data, scheme.name(), scheme).publicText()));
        if (Presets.file(scheme.name()).get("verify") instanceof String verify) {
            source.put("verify", verify);
        }
        source.put("actions", List.of("archive"));
        return source;
    }

    /** The sample source {@code tokens}, which is no preset: the keys of those are at a URL. */
    private static Map<String, Object> withTokens(Path data) throws IOException {
        Map<String, Object> scheme = new LinkedHashMap<>();
        scheme.put("kind", "jwt");
        scheme.put("algorithms", List.of("ES256"));
        scheme.put("audience", "weir");
        scheme.put("equalBodies", "same");
        SenderKey key =
                SenderKey.madeUp(data, "tokens", (JwtScheme) WebhookScheme.parse(new ConfigValue("tokens", scheme)));
        Map<String, Object> source = new LinkedHashMap<>();
        source.put("scheme", scheme);
        source.put("secret", "file:" + Objects.requireNonNull(key.publicFile()).toAbsolutePath());
        source.put("actions", List.of("archive"));
        return source;
    }
}
