package io.weir.verify;

import io.weir.envelope.Sha256;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
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
    /** The complement of 0: no text that is not ASCII is empty. */
    private static final int ABSENT = ~0;

    /** Short parts are gathered: each call of the digest costs as much as the hashing of several of them. */
    private static final int GATHERED_BYTES = 512;

    private final MessageDigest digest = Sha256.digest();
    private final ByteBuffer gathered = ByteBuffer.allocate(GATHERED_BYTES);

    private ClaimKey() {}

    public static ClaimKey of(String kind, String source) {
        return new ClaimKey().with(kind).with(source);
    }

    public ClaimKey with(byte[] part) {
        return length(part.length).bytes(part);
    }

    /** Several pieces as one part. */
    public ClaimKey with(List<byte[]> pieces) {
        length(pieces.stream().mapToLong(piece -> piece.length).sum());
        pieces.forEach(this::bytes);
        return this;
    }

    /**
     * A text. Null is another part than "". One of ASCII is a byte a char; any other is two, since in UTF-8 a lone surrogate would
     * be a question mark, and the complement of its length stands before it, which is below zero.
     */
    public ClaimKey with(@Nullable String part) {
        if (part == null) {
            return length(ABSENT);
        }
        if (isAscii(part)) {
            return with(part.getBytes(StandardCharsets.US_ASCII));
        }
        length(~part.length());
        for (int i = 0; i < part.length(); i++) {
            room(Character.BYTES).putChar(part.charAt(i));
        }
        return this;
    }

    private static boolean isAscii(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) >= 0x80) {
                return false;
            }
        }
        return true;
    }

    private ClaimKey length(long length) {
        room(Long.BYTES).putLong(length);
        return this;
    }

    private ClaimKey bytes(byte[] piece) {
        if (piece.length <= GATHERED_BYTES) {
            room(piece.length).put(piece);
        } else {
            flush();
            digest.update(piece);
        }
        return this;
    }

    /** The gathered bytes, with room for so many more. */
    private ByteBuffer room(int bytes) {
        if (gathered.remaining() < bytes) {
            flush();
        }
        return gathered;
    }

    private void flush() {
        digest.update(gathered.array(), 0, gathered.position());
        gathered.clear();
    }

    /** The key. No further part can be added. */
    public String hex() {
        flush();
        return HexFormat.of().formatHex(digest.digest());
    }
}
