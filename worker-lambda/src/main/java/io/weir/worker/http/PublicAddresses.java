package io.weir.worker.http;

import io.weir.config.Cidr;
import io.weir.config.ConfigValue;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which addresses anyone may reach: none of the special-purpose blocks, among them the metadata service of a cloud.
 *
 * @see <a href="https://www.iana.org/assignments/iana-ipv4-special-registry/">IANA IPv4 special-purpose registry</a>
 * @see <a href="https://www.iana.org/assignments/iana-ipv6-special-registry/">IANA IPv6 special-purpose registry</a>
 */
public final class PublicAddresses {
    /**
     * Of IPv6 all but global unicast, 2000::/3: so every form outside it that carries an IPv4 address, which could be a private
     * one, such as {@code ::ffff:0:10.0.0.1} or {@code 64:ff9b::10.0.0.1}. Inside it Teredo and 6to4 carry one.
     */
    private static final List<Cidr> SPECIAL = Stream.of(
                    "0.0.0.0/8",
                    "10.0.0.0/8",
                    "100.64.0.0/10",
                    "127.0.0.0/8",
                    "169.254.0.0/16",
                    "172.16.0.0/12",
                    "192.0.0.0/24",
                    "192.0.2.0/24",
                    "192.88.99.0/24",
                    "192.168.0.0/16",
                    "198.18.0.0/15",
                    "198.51.100.0/24",
                    "203.0.113.0/24",
                    "224.0.0.0/4",
                    "240.0.0.0/4",
                    "::/3",
                    "2001::/23",
                    "2001:db8::/32",
                    "2002::/16",
                    "3fff::/20",
                    "4000::/2",
                    "8000::/1")
            .map(block -> Cidr.parse(new ConfigValue("special-purpose block", block)))
            .toList();

    private PublicAddresses() {}

    /** Whether anyone may reach the address. */
    public static boolean isPublic(InetAddress address) {
        if (isIn(address, SPECIAL)) {
            return false;
        }
        InetAddress inner = isatap(address);
        return inner == null || !isIn(inner, SPECIAL);
    }

    /** The IPv4 address behind {@code 0:5efe} or {@code 200:5efe}, which ISATAP puts into any network (RFC 5214), or null. */
    private static @Nullable InetAddress isatap(InetAddress address) {
        byte[] bytes = address.getAddress();
        if (bytes.length != 16
                || (bytes[8] & ~2) != 0
                || bytes[9] != 0
                || bytes[10] != 0x5E
                || bytes[11] != (byte) 0xFE) {
            return null;
        }
        try {
            return InetAddress.getByAddress(Arrays.copyOfRange(bytes, 12, 16));
        } catch (UnknownHostException e) {
            throw new IllegalStateException("four bytes are an address", e);
        }
    }

    /** Whether one of the blocks holds the address. */
    public static boolean isIn(InetAddress address, List<Cidr> blocks) {
        String text = address.getHostAddress();
        int scope = text.indexOf('%');
        String literal = scope < 0 ? text : text.substring(0, scope);
        return blocks.stream().anyMatch(block -> block.contains(literal));
    }
}
