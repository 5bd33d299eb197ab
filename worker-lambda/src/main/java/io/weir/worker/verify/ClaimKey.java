package io.weir.worker.verify;

import io.weir.envelope.Sha256;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Makes a key of 64 hex digits: SHA-256 over a word for the kind of key, the source, and further parts, each behind its
 * length. So no id can imitate another key, whatever it holds, and an id of any length makes a key of the same length. Not
 * thread-safe.
 */
public final class ClaimKey {
    private static final int ABSENT = -1;

    private final MessageDigest digest = Sha256.digest();

    private ClaimKey() {}

    public static ClaimKey of(String kind, String source) {
        return new ClaimKey().with(kind).with(source);
    }

    public ClaimKey with(byte[] part) {
        return with(List.of(part));
    }

    /** Several pieces as one part. */
    public ClaimKey with(List<byte[]> pieces) {
        length(pieces.stream().mapToLong(piece -> piece.length).sum());
        pieces.forEach(digest::update);
        return this;
    }

    /** A text, char by char: in UTF-8 a lone surrogate would be a question mark. Null is another part than "". */
    public ClaimKey with(@Nullable String part) {
        if (part == null) {
            return length(ABSENT);
        }
        ByteBuffer chars = ByteBuffer.allocate(part.length() * Character.BYTES);
        chars.asCharBuffer().put(part);
        return with(chars.array());
    }

    private ClaimKey length(long length) {
        digest.update(ByteBuffer.allocate(Long.BYTES).putLong(0, length));
        return this;
    }

    /** The key. No further part can be added. */
    public String hex() {
        return HexFormat.of().formatHex(digest.digest());
    }
}
