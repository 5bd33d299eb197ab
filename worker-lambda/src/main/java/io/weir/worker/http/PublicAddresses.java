package io.weir.worker.http;

import io.weir.config.ConfigValue;
import io.weir.envelope.source.Cidr;
import java.net.InetAddress;
import java.util.List;
import java.util.stream.Stream;

/**
 * Which addresses anyone may reach: none of the special-purpose blocks, among them the metadata service of a cloud.
 *
 * @see <a href="https://www.iana.org/assignments/iana-ipv4-special-registry/">IANA IPv4 special-purpose registry</a>
 * @see <a href="https://www.iana.org/assignments/iana-ipv6-special-registry/">IANA IPv6 special-purpose registry</a>
 */
final class PublicAddresses {
    /** With the blocks that carry an IPv4 address inside: it could be a private one. */
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
                    "::/96",
                    "64:ff9b::/96",
                    "64:ff9b:1::/48",
                    "100::/64",
                    "2001::/23",
                    "2001:db8::/32",
                    "2002::/16",
                    "3fff::/20",
                    "5f00::/16",
                    "fc00::/7",
                    "fe80::/10",
                    "fec0::/10",
                    "ff00::/8")
            .map(block -> Cidr.parse(new ConfigValue("special-purpose block", block)))
            .toList();

    private PublicAddresses() {}

    static boolean isPublic(InetAddress address) {
        return !isIn(address, SPECIAL);
    }

    static boolean isIn(InetAddress address, List<Cidr> blocks) {
        String text = address.getHostAddress();
        int scope = text.indexOf('%');
        String literal = scope < 0 ? text : text.substring(0, scope);
        return blocks.stream().anyMatch(block -> block.contains(literal));
    }
}
