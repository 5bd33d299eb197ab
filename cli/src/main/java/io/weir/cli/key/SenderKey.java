package io.weir.cli.key;

import io.weir.envelope.scheme.JwtScheme;
import io.weir.envelope.scheme.SignatureScheme;
import io.weir.json.Json;
import io.weir.local.files.Disk;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The private key with which a sender is played: one that was given, or a made-up one that is kept in the data folder, with its
 * public half beside it. Immutable.
 */
public final class SenderKey {
    /** The id of made-up keys, by which a token names its key. */
    public static final String KEY_ID = "weir-send";

    private static final Pattern ARMOUR = Pattern.compile("-----(BEGIN|END) [A-Z ]+-----|\\s");

    private final PrivateKey key;
    private final @Nullable PublicKey publicKey;
    private final @Nullable Path file;

    private SenderKey(PrivateKey key, @Nullable PublicKey publicKey, @Nullable Path file) {
        this.key = key;
        this.publicKey = publicKey;
        this.file = file;
    }

    /**
     * The key in a file, in PKCS #8 as PEM or base64.
     *
     * @throws IOException if there is no such key in it; does not repeat what is there
     */
    public static SenderKey given(Path file, SignatureScheme scheme) throws IOException {
        return given(file, KeyFamily.of(scheme));
    }

    /** The same for the issuer of tokens. */
    public static SenderKey given(Path file, JwtScheme scheme) throws IOException {
        return given(file, KeyFamily.of(scheme));
    }

    private static SenderKey given(Path file, KeyFamily family) throws IOException {
        return new SenderKey(privateKey(file, family), null, null);
    }

    /**
     * The made-up key of a sender; made at the first call.
     *
     * @param data the data folder
     * @param name of the source, or of the scheme
     */
    public static SenderKey madeUp(Path data, String name, SignatureScheme scheme) throws IOException {
        KeyFamily family = KeyFamily.of(scheme);
        Path file = file(data, name, family, ".public");
        return new SenderKey(privateKey(made(data, name, family), family), publicKey(file, family), file);
    }

    /** The same for the issuer of tokens, with a JWKS beside it. */
    public static SenderKey madeUp(Path data, String name, JwtScheme scheme) throws IOException {
        KeyFamily family = KeyFamily.of(scheme);
        Path key = made(data, name, family);
        PublicKey publicKey = publicKey(file(data, name, family, ".public"), family);
        Path jwks = file(data, name, family, ".jwks");
        if (!Files.exists(jwks)) {
            Disk.REAL.place(
                    jwks,
                    Json.write(KeySet.of(publicKey, KEY_ID, scheme.algorithms().getFirst()))
                            .getBytes(StandardCharsets.UTF_8));
        }
        return new SenderKey(privateKey(key, family), publicKey, jwks);
    }

    private static Path file(Path data, String name, KeyFamily family, String suffix) {
        return data.resolve("senders").resolve(name + "-" + family.fileName() + suffix);
    }

    private static Path made(Path data, String name, KeyFamily family) throws IOException {
        Path file = file(data, name, family, ".key");
        if (!Files.exists(file)) {
            Disk.REAL.folder(data.resolve("senders"));
            try {
                KeyPair pair = family.make();
                Disk.REAL.place(
                        file(data, name, family, ".public"),
                        text(pair.getPublic().getEncoded()));
                Disk.REAL.place(file, text(pair.getPrivate().getEncoded())); // last: without it, both are made anew
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("every JDK has " + family, e);
            }
        }
        return file;
    }

    private static byte[] text(byte[] der) {
        return Base64.getEncoder().encode(der);
    }

    private static PrivateKey privateKey(Path file, KeyFamily family) throws IOException {
        try {
            return KeyFactory.getInstance(family.algorithm()).generatePrivate(new PKCS8EncodedKeySpec(der(file)));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new IOException(
                    file + ": expected a private key of " + family.algorithm() + " in PKCS #8, as PEM or base64", e);
        }
    }

    private static PublicKey publicKey(Path file, KeyFamily family) throws IOException {
        try {
            return KeyFactory.getInstance(family.algorithm()).generatePublic(new X509EncodedKeySpec(der(file)));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new IOException(file + ": expected a public key of " + family.algorithm(), e);
        }
    }

    private static byte[] der(Path file) throws IOException {
        String text;
        try {
            text = Files.readString(file);
        } catch (NoSuchFileException e) {
            throw new IOException(file + ": no such file", e);
        }
        return Base64.getDecoder().decode(ARMOUR.matcher(text).replaceAll(""));
    }

    /** The private half. */
    public PrivateKey key() {
        return key;
    }

    /** The file with the public half of a made-up key, as a source may name it; null if the key was given. */
    public @Nullable Path publicFile() {
        return file;
    }

    /** The public half as {@code publicKey} of a source has it; null if the key was given. */
    public @Nullable String publicText() {
        return publicKey == null ? null : Base64.getEncoder().encodeToString(publicKey.getEncoded());
    }

    /** Leaves the key out. */
    @Override
    public String toString() {
        return "SenderKey[" + key.getAlgorithm() + "]";
    }
}
