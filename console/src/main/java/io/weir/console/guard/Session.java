package io.weir.console.guard;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.function.IntSupplier;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * What admits a browser: the token of this start, and what is made of it. The cookie is not the token, so that who reads
 * one cannot make the other. Thread-safe.
 */
public final class Session {
    private static final int TOKEN_BYTES = 16;

    private final String token;
    private final IntSupplier port;

    /**
     * A session of a token.
     *
     * @param port of the listener: cookies are kept by host name alone, and another console may run on this one
     */
    public Session(String token, IntSupplier port) {
        this.token = token;
        this.port = port;
    }

    /** A token that nobody can guess: 128 random bits. */
    public static String newToken() {
        byte[] random = new byte[TOKEN_BYTES];
        new SecureRandom().nextBytes(random);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(random);
    }

    /** Whether this is the token. */
    public boolean isToken(String given) {
        return isSame(token, given);
    }

    /** Name of the cookie. */
    public String cookieName() {
        return "weir-" + port.getAsInt();
    }

    /** Value of the cookie. */
    String cookie() {
        return made("cookie");
    }

    boolean isCookie(String given) {
        return isSame(cookie(), given);
    }

    /** What each form carries, so that only a page of this console can have made it. */
    public String formToken() {
        return made("form");
    }

    boolean isFormToken(String given) {
        return isSame(formToken(), given);
    }

    private String made(String purpose) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(token.getBytes(StandardCharsets.US_ASCII), "HmacSHA256"));
            byte[] code = mac.doFinal(purpose.getBytes(StandardCharsets.US_ASCII));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(code);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e); // each JDK has HmacSHA256
        }
    }

    private static boolean isSame(String wanted, String given) {
        return MessageDigest.isEqual(wanted.getBytes(StandardCharsets.UTF_8), given.getBytes(StandardCharsets.UTF_8));
    }
}
