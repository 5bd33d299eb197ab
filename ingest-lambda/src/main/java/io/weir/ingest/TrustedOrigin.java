package io.weir.ingest;

import io.weir.config.ConfigValue;
import io.weir.config.ConfigurationException;
import io.weir.envelope.Headers;
import io.weir.envelope.Sha256;
import io.weir.ingest.event.HttpEvent;
import io.weir.json.Json;
import io.weir.json.JsonException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What stands before the door and alone may speak to it, such as CloudFront: it proves itself by a secret in a header of each
 * request. Of the secret only the digest is known here. Thread-safe.
 */
final class TrustedOrigin {
    private static final Pattern HEADER = Pattern.compile("[a-z0-9-]{1,100}");
    /** The one that CloudFront writes itself, and that has a port behind the address. */
    private static final String CLOUDFRONT = "cloudfront-viewer-address";

    private static final Pattern DIGEST = Pattern.compile("[0-9a-f]{64}");

    private final String header;
    private final List<byte[]> digests;
    private final @Nullable String address;

    private TrustedOrigin(String header, List<byte[]> digests, @Nullable String address) {
        this.header = header;
        this.digests = digests;
        this.address = address;
    }

    /**
     * Reads {@code {"header": "x-origin", "sha256": ["..."], "address": "cloudfront-viewer-address"}}: the header of the secret, the digests
     * of one secret or, while it changes, two, and the header of the viewer's address if the origin sets one.
     *
     * @throws ConfigurationException naming the variable, the path inside and what was expected
     */
    static TrustedOrigin parse(String variable, String text) {
        ConfigValue config;
        try {
            config = new ConfigValue(variable + " ", Json.read(text));
        } catch (JsonException e) {
            throw new ConfigurationException(variable + ": expected a JSON object: " + e.getMessage());
        }
        config.onlyMembers("header", "sha256", "address");
        String header = config.at("header").matching(HEADER, "a header's name in lower case");
        List<byte[]> digests = config.at("sha256")
                .list(digest -> HexFormat.of().parseHex(digest.matching(DIGEST, "64 lower-case hex digits")));
        if (digests.isEmpty() || digests.size() > 2) {
            throw config.at("sha256").expected("one digest, or two while the secret changes");
        }
        ConfigValue address = config.at("address");
        return new TrustedOrigin(
                header,
                digests,
                address.isPresent() ? address.matching(HEADER, "a header's name in lower case") : null);
    }

    /** Whether the request came through the origin. Takes equally long whatever is wrong. */
    boolean sent(HttpEvent head) {
        byte[] given = Sha256.of(head.headers().getOrDefault(header, "").getBytes(StandardCharsets.UTF_8));
        boolean sent = false;
        for (byte[] digest : digests) {
            sent |= MessageDigest.isEqual(digest, given);
        }
        return sent;
    }

    /**
     * The address of who asked the origin; text that is no address if it does not say exactly one. CloudFront writes it with the
     * port behind a colon, and IPv6 without brackets; any other header holds the address alone.
     *
     * @see <a href="https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/adding-cloudfront-headers.html">CloudFront request
     *     headers</a>
     */
    String viewer(HttpEvent head) {
        if (address == null) {
            return head.sourceIp();
        }
        String given = head.headers().getOrDefault(address, "");
        if (!address.equals(CLOUDFRONT)) {
            return given;
        }
        int port = given.lastIndexOf(':');
        return port < 0 ? "" : given.substring(0, port);
    }

    /** The headers without the secret, which is nobody else's business. */
    Map<String, String> without(Map<String, String> headers) {
        Headers.Builder rest = new Headers.Builder();
        headers.forEach((name, value) -> {
            if (!name.equals(header)) {
                rest.add(name, value);
            }
        });
        return rest.build();
    }
}
