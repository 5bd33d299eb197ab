package io.weir.config;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Base64;
import java.util.zip.GZIPInputStream;

/** Text gzipped and base64-encoded, as Terraform's {@code base64gzip} makes it where an environment or a parameter has little room. */
public final class Packed {
    private Packed() {}

    /**
     * What was packed.
     *
     * @param most how many bytes are unpacked; what comes after them is left out
     * @throws IOException if it is not gzipped
     * @throws IllegalArgumentException if it is not base64
     */
    public static byte[] unpack(String text, int most) throws IOException {
        try (InputStream unzipped = new GZIPInputStream(
                new ByteArrayInputStream(Base64.getMimeDecoder().decode(text)))) {
            return unzipped.readNBytes(most);
        }
    }
}
