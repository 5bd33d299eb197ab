package io.weir.cli.sender;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.weir.cli.key.SenderKey;
import io.weir.envelope.ReceivedRequest;
import io.weir.envelope.Sha256;
import io.weir.envelope.scheme.FieldLocation;
import io.weir.envelope.scheme.JwtScheme;
import io.weir.json.Json;
import io.weir.verify.FieldWriter;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;

/** Issues JSON Web Tokens as a sender does (RFC 7515, RFC 7519). */
final class TokenIssuer {
    private static final Duration VALIDITY = Duration.ofMinutes(5);
    private static final PSSParameterSpec PSS_256 =
            new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, 32, 1);

    private TokenIssuer() {}

    /**
     * The request with a token that says all that the scheme demands.
     *
     * @throws IOException if the key is none of the scheme's first algorithm
     */
    static ReceivedRequest send(JwtScheme scheme, ReceivedRequest request, SenderKey key, Instant now)
            throws IOException {
        String algorithm = scheme.algorithms().getFirst();
        Map<String, Object> header = new LinkedHashMap<>(Map.of("alg", algorithm, "typ", "JWT"));
        if (key.publicText() != null) {
            header.put("kid", SenderKey.KEY_ID);
        }
        String signed = part(header) + "." + part(claims(scheme, request, now));
        String token = signed + "." + text(signature(algorithm, key, signed));
        return FieldWriter.put(request, new FieldLocation.Header(scheme.header()), scheme.prefix() + token);
    }

    private static Map<String, Object> claims(JwtScheme scheme, ReceivedRequest request, Instant now) {
        Map<String, Object> claims = new LinkedHashMap<>();
        claims.put(
                "iss",
                scheme.issuers().isEmpty() ? "weir send" : scheme.issuers().getFirst());
        if (scheme.audience() != null) {
            claims.put("aud", scheme.audience());
        }
        claims.put("iat", now.getEpochSecond());
        claims.put("exp", now.plus(VALIDITY).getEpochSecond());
        claims.putAll(scheme.claims());
        if (scheme.bodyHash() != null) {
            claims.put(scheme.bodyHash(), Sha256.hex(request.body()));
        }
        return claims;
    }

    private static String part(Map<String, Object> object) {
        return text(Json.write(object).getBytes(UTF_8));
    }

    private static byte[] signature(String algorithm, SenderKey key, String signed) throws IOException {
        try {
            Signature signature = Signature.getInstance(
                    switch (algorithm) {
                        case "EdDSA" -> "Ed25519";
                        case "PS256" -> "RSASSA-PSS";
                        case "ES256", "ES384", "ES512" -> "SHA" + algorithm.substring(2) + "withECDSAinP1363Format";
                        default -> "SHA" + algorithm.substring(2) + "withRSA";
                    });
            if (algorithm.equals("PS256")) {
                signature.setParameter(PSS_256);
            }
            signature.initSign(key.key());
            signature.update(signed.getBytes(UTF_8));
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new IOException("no key of " + algorithm, e);
        }
    }

    private static String text(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
