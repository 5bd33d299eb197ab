package io.weir.cli.input;

import io.weir.config.ConfigValue;
import io.weir.config.ConfigurationException;
import io.weir.envelope.Headers;
import io.weir.envelope.scheme.Scheme;
import io.weir.envelope.scheme.SignatureScheme;
import io.weir.envelope.scheme.WebhookScheme;
import io.weir.json.Json;
import io.weir.json.JsonException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** Files and texts that options name. */
public final class InputFiles {
    private InputFiles() {}

    /**
     * The bytes of a file.
     *
     * @throws IOException whose message names the file and what is wrong with it
     */
    public static byte[] bytes(Path file) throws IOException {
        if (Files.isDirectory(file)) {
            throw new IOException(file + ": is a folder, expected a file");
        }
        try {
            return Files.readAllBytes(file);
        } catch (NoSuchFileException e) {
            throw new IOException(file + ": no such file", e);
        } catch (AccessDeniedException e) {
            throw new IOException(file + ": permission denied", e);
        }
    }

    /**
     * The headers in a file of lines {@code Name: value}.
     *
     * @throws ConfigurationException naming the line that is none
     */
    public static Map<String, String> headers(Path file) throws IOException {
        Map<String, String> headers = new LinkedHashMap<>();
        int number = 0;
        for (String line :
                new String(bytes(file), StandardCharsets.UTF_8).lines().toList()) {
            number++;
            int colon = line.indexOf(':');
            if (line.isBlank()) {
                continue;
            }
            if (colon <= 0) {
                throw new ConfigurationException(file + ": line " + number + ": expected 'Name: value'");
            }
            Headers.add(
                    headers,
                    line.substring(0, colon).strip(),
                    line.substring(colon + 1).strip());
        }
        return headers;
    }

    /** A preset by name, {@code sns}, or an own scheme as JSON. */
    public static Scheme scheme(String text) {
        try {
            Object tree = text.startsWith("{") ? Json.read(text) : text;
            return Scheme.parse(new ConfigValue("--scheme", tree));
        } catch (JsonException e) {
            throw new ConfigurationException("--scheme: " + e.getMessage());
        }
    }

    /** A preset by name, or with what its user adds, or an own scheme as JSON; not {@code sns}. */
    public static WebhookScheme webhook(String text) {
        if (scheme(text) instanceof WebhookScheme webhook) {
            return webhook;
        }
        throw new ConfigurationException("--scheme: expected a scheme of webhooks");
    }

    /** A preset with a shared secret by name, or an own scheme as JSON. */
    public static SignatureScheme hmac(String text) {
        if (scheme(text) instanceof SignatureScheme hmac) {
            return hmac;
        }
        throw new ConfigurationException("--scheme: expected a scheme with a shared secret");
    }
}
