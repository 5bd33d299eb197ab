package io.weir.worker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.action.test.MovableClock;
import io.weir.config.ConfigurationException;
import io.weir.envelope.source.Sources;
import io.weir.verify.RefusedException;
import io.weir.verify.secret.SecretSet;
import io.weir.verify.secret.Secrets;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A key that proves nothing ends the start; a store that is down does not. */
class KeyCheckTest {
    private static final String TOKEN =
            "{\"shop\": {\"scheme\": {\"kind\": \"token\", \"header\": \"x-token\", \"id\": \"x-id\"}, \"secret\": \"env:T\"}}";
    private static final String JWT =
            "{\"shop\": {\"scheme\": {\"kind\": \"jwt\", \"algorithms\": [\"RS256\"], \"audience\": \"a\", \"id\": \"/id\"},"
                    + " \"secret\": \"env:T\"}}";
    private static final String KEY =
            "{\"shop\": {\"scheme\": {\"kind\": \"asymmetric\", \"header\": \"x-sig\", \"algorithm\": \"%s\","
                    + " \"encoding\": \"base64\", \"signed\": \"{body}\", \"id\": \"/id\"}, \"%s\": \"%s\"}}";

    private final MovableClock clock = new MovableClock(Instant.parse("2026-03-04T12:00:00Z"));
    private final List<String> asked = new ArrayList<>();

    private void run(String sources, Secrets secrets) {
        KeyCheck.run(
                Sources.parse("test", sources),
                (reference, fresh) -> {
                    asked.add(reference.text());
                    return secrets.get(reference, fresh);
                },
                clock);
    }

    private static Secrets of(String... secrets) {
        return (reference, fresh) -> SecretSet.fixed(
                List.of(secrets).stream().map(secret -> secret.getBytes(UTF_8)).toArray(byte[][]::new));
    }

    private void assertEnds(String sources, Secrets secrets, String... sentence) {
        assertThatThrownBy(() -> run(sources, secrets))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContainingAll(sentence)
                .hasMessageNotContaining("SENTINEL");
    }

    private static String rsa(int bits) throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(bits);
        return Base64.getEncoder()
                .encodeToString(generator.generateKeyPair().getPublic().getEncoded());
    }

    @Test
    void run_tokenThatCanBeGuessed_endsTheStart() {
        assertEnds(TOKEN, of("SENTINEL0123456"), "source shop", "env:T", "15 characters", "at least 16");
        assertEnds(TOKEN, of("SENTINEL01234567", "SENTINEL"), "8 characters");
        assertThatCode(() -> run(TOKEN, of("SENTINEL01234567"))).doesNotThrowAnyException();
    }

    @Test
    void run_storeDownOrSecretNotThere_goesOn() {
        assertThatCode(() -> run(TOKEN, (reference, fresh) -> {
                    throw new IOException("down");
                }))
                .doesNotThrowAnyException();
        assertThatCode(() -> run(TOKEN, (reference, fresh) -> {
                    throw new RefusedException("none of this name");
                }))
                .doesNotThrowAnyException();
    }

    private static String two() {
        return TOKEN.substring(0, TOKEN.length() - 1) + ","
                + TOKEN.substring(1).replace("shop", "other").replace("env:T", "env:U");
    }

    @Test
    void run_storeDown_isNotAskedForEverySecret() {
        run(two(), (reference, fresh) -> {
            throw new IOException("down");
        });
        assertThat(asked).containsExactly("env:T");
    }

    @Test
    void run_secretNotThere_looksAtTheOthersAllTheSame() {
        assertThatThrownBy(() -> run(two(), (reference, fresh) -> {
                    if (reference.text().equals("env:T")) {
                        throw new RefusedException("none of this name");
                    }
                    return SecretSet.fixed("short".getBytes(UTF_8));
                }))
                .hasMessageContaining("source other");
    }

    @Test
    void run_slowStore_isWaitedForSomeSeconds() {
        run(two(), (reference, fresh) -> {
            clock.advance(Duration.ofSeconds(5));
            return SecretSet.fixed("0123456789abcdef".getBytes(UTF_8));
        });
        assertThat(asked).containsExactly("env:T");
    }

    @Test
    void run_secretThatHoldsNoKeySet_endsTheStart() {
        assertEnds(JWT, of("SENTINEL"), "source shop", "env:T", "JSON");
        assertEnds(
                JWT,
                of("{\"keys\":[{\"kty\":\"oct\",\"k\":\"SENTINEL\"}]}"),
                "source shop",
                "RSA of at least 2048 bits");
    }

    @Test
    void run_secretThatIsNoPublicKey_endsTheStart() throws GeneralSecurityException {
        String sources = KEY.formatted("Ed25519", "secret", "env:T");
        assertEnds(sources, of("SENTINEL"), "source shop", "env:T", "not a public key of Ed25519");
        assertEnds(KEY.formatted("SHA256withRSA", "secret", "env:T"), of(rsa(1024)), "1024 bits");
        assertThatCode(() -> run(KEY.formatted("SHA256withRSA", "secret", "env:T"), of(rsa(2048))))
                .doesNotThrowAnyException();
    }

    @Test
    void run_configuredTextThatIsNoPublicKey_endsTheStart() throws GeneralSecurityException {
        assertEnds(KEY.formatted("Ed25519", "publicKey", "SENTINEL"), of(), "source shop", "publicKey");
        assertEnds(KEY.formatted("SHA256withRSA", "publicKey", rsa(1024)), of(), "1024 bits");
        assertEnds(
                KEY.formatted("SHA256withECDSA", "publicKey", rsa(2048)), of(), "not a public key of SHA256withECDSA");
    }

    @Test
    void run_secretsOfSignatures_areNotReadAtTheStart() {
        run("{\"shop\": {\"scheme\": \"github\", \"secret\": \"env:T\"}}", of("x"));
        assertThat(asked).isEmpty();
    }
}
