package io.weir.verify.token;

import io.weir.envelope.ReceivedRequest;
import io.weir.envelope.scheme.TokenScheme;
import io.weir.verify.FieldWriter;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** Shows a token as the sender of a scheme would. */
public final class TokenSender {
    private TokenSender() {}

    /**
     * The request with its token where the scheme has it.
     *
     * @param secret the token as its store has it
     * @throws IllegalArgumentException if the token goes into the body, which has no place for it
     */
    public static ReceivedRequest send(TokenScheme scheme, ReceivedRequest request, byte[] secret) {
        String token = scheme.basic()
                ? Base64.getEncoder().encodeToString(secret)
                : new String(secret, StandardCharsets.UTF_8);
        return FieldWriter.put(request, scheme.at(), scheme.prefix() + token);
    }
}
