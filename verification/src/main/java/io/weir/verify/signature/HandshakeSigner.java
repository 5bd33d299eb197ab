package io.weir.verify.signature;

import io.weir.envelope.scheme.SignatureScheme;
import io.weir.envelope.source.HandshakeRule.Proof;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;

/** Signs the text of a handshake. */
public final class HandshakeSigner {
    private HandshakeSigner() {}

    /**
     * HMAC-SHA256 of a text, as a rule writes it.
     *
     * @param text one that the rule admits: what is signed here for anyone is no proof of an event
     * @throws IOException if the secret is no key of the scheme's form. Does not repeat the secret
     */
    public static String sign(Proof proof, SignatureScheme scheme, byte[] secret, String text) throws IOException {
        byte[] hmac = SigningKey.hmacSha256(secret, scheme, text.getBytes(StandardCharsets.UTF_8));
        return proof.prefix()
                + (proof.isHex()
                        ? HexFormat.of().formatHex(hmac)
                        : Base64.getEncoder().encodeToString(hmac));
    }
}
