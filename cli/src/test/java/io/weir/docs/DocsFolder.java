package io.weir.docs;

import io.weir.action.SnsMessage;
import io.weir.envelope.scheme.Presets;
import io.weir.envelope.scheme.SignatureScheme;
import io.weir.json.Json;
import io.weir.json.JsonException;
import io.weir.local.topic.LocalTopic;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The folder that a reader of the documents has: sources, secrets, and bodies to try. */
final class DocsFolder {
    private static final String SECRET = HexFormat.of().formatHex("a secret of 16 b".getBytes(StandardCharsets.UTF_8));
    private static final String BODY = "{\"hello\":\"weir\"}";

    /** Secrets that docs/senders.md puts into variables. */
    static final Map<String, String> ENVIRONMENT =
            Map.of("META_APP_SECRET", SECRET, "ACME_SECRET", SECRET, "GRID_SECRET", SECRET);

    private DocsFolder() {}

    /** Those with a shared secret that is used as the text that it is, or in base64 behind whsec_. */
    private static boolean isByHand(String preset) {
        return Presets.scheme(preset) instanceof SignatureScheme scheme
                && !scheme.signature().algorithm().isAsymmetric();
    }

    /** Each preset as a source of its name, the local topic, and the sources that docs/senders.md writes out. */
    static void prepare(Path folder) throws IOException, JsonException {
        Path secrets = Files.createDirectories(folder.resolve(".weir/secrets"));
        Map<Object, Object> sources = new LinkedHashMap<>();
        sources.put("budgets", Map.of("scheme", "sns", "topics", List.of(LocalTopic.arn("budgets"))));
        for (String preset : Presets.names()) {
            if (isByHand(preset)) {
                sources.put(preset, Map.of("scheme", preset, "secret", "file:" + secrets.resolve(preset)));
            }
        }
        for (Markdown.Block block : Markdown.blocks("json")
                .filter(json -> json.in("docs/senders.md"))
                .toList()) {
            sources.putAll((Map<?, ?>) Json.read(block.text()));
        }
        Files.writeString(folder.resolve("sources.json"), Json.write(sources));
        for (Object source : sources.keySet()) {
            Files.writeString(secrets.resolve(source.toString()), SECRET + "\n");
        }
    }

    /** What the commands of the README read: a webhook with its headers, an SNS message with its certificate. */
    static void addBodies(Path folder) throws Exception {
        Files.writeString(folder.resolve("body.json"), BODY);
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(SECRET.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        String signature = HexFormat.of().formatHex(mac.doFinal(BODY.getBytes(StandardCharsets.UTF_8)));
        Files.writeString(folder.resolve("headers.txt"), "X-Hub-Signature-256: sha256=" + signature + "\n");
        Path topic = folder.resolve(".weir/topic");
        String message = LocalTopic.open(topic)
                .message(
                        SnsMessage.Type.NOTIFICATION,
                        "2",
                        LocalTopic.arn("budgets"),
                        "m-1",
                        "subject",
                        "text",
                        Instant.now());
        Files.writeString(folder.resolve("message.json"), message);
        String url = (String) ((Map<?, ?>) Json.read(message)).get("SigningCertURL");
        Path certificates = Files.createDirectories(folder.resolve("certs"));
        Files.copy(
                topic.resolve("certificate.pem"),
                certificates.resolve(url.substring(url.lastIndexOf('/') + 1)),
                StandardCopyOption.REPLACE_EXISTING);
    }
}
