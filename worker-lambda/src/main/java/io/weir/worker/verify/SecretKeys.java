package io.weir.worker.verify;

import io.weir.envelope.source.HmacScheme;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;

/** How the text of a secret becomes a key. */
final class SecretKeys {
    private static final String WHSEC = "whsec_";

    private SecretKeys() {}

    /** The key. An error does not repeat the secret. */
    static byte[] decode(byte[] secret, HmacScheme.KeyForm form) throws IOException {
        String text = new String(secret, StandardCharsets.UTF_8);
        byte[] key;
        try {
            key = switch (form) {
                case UTF8 -> secret;
                case HEX -> HexFormat.of().parseHex(text);
                case BASE64 -> Base64.getDecoder().decode(text);
                case WHSEC ->
                    Base64.getDecoder().decode(text.startsWith(WHSEC) ? text.substring(WHSEC.length()) : text);
            };
        } catch (IllegalArgumentException e) {
            throw new IOException("the secret is not written in " + form);
        }
        if (key.length == 0) {
            throw new IOException("the secret is empty");
        }
        return key;
    }
}
