package io.weir.verify;

import org.jspecify.annotations.Nullable;

/**
 * By what an event is claimed, so that it acts once: made by {@link ClaimKey}, from what was proven as far as that goes.
 *
 * @param key the same whenever this event comes, and of no other event: the sender's id if that is signed, else the signed
 *     bytes
 * @param label what of the request may be changed without harm to its proof: a digest of the unsigned id and type. The same
 *     key met under another label is a replay
 * @param id a second key made of the sender's id if that is not signed, and the hash of the body that came with it; or null
 * @param text the signed bytes in a row, and a digest of how they were read, if they could be read in another way too; or
 *     null
 */
public record Claimable(
        String key,
        String label,
        @Nullable Mark id,
        @Nullable Mark text) {
    /** A further key, and what it was met with. */
    public record Mark(String key, String value) {}

    /** Of an event whose sender's id is signed. */
    public static Claimable ofSignedId(String source, String id) {
        return ofSignedId(source, id, null);
    }

    /** The same, if what is signed could be read in another way. */
    public static Claimable ofSignedId(String source, String id, @Nullable Mark text) {
        return new Claimable(ClaimKey.of("id", source).with(id).hex(), "", null, text);
    }
}
