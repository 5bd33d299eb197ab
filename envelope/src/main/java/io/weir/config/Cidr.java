package io.weir.config;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Pattern;

/** A block of IPv4 or IPv6 addresses. An IPv4-mapped IPv6 address is the IPv4 address that it holds. */
public final class Cidr {
    private static final String OCTET = "(25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])";

    /** What is not complete, or not of these characters, could be a host name and would be looked up. */
    private static final Pattern IPV4 = Pattern.compile(OCTET + "(\\." + OCTET + "){3}");

    private static final Pattern IPV6 = Pattern.compile("(?=.*:)[0-9a-fA-F:][0-9a-fA-F:.]*");

    private final byte[] network;
    private final int prefix;

    private Cidr(byte[] network, int prefix) {
        this.network = network;
        this.prefix = prefix;
    }

    /** Reads {@code 203.0.113.0/24}, {@code 2001:db8::/32} or a single address; IPv6 also in square brackets. */
    public static Cidr parse(ConfigValue config) {
        String[] parts = config.string().split("/", -1);
        try {
            byte[] network = literal(parts[0]);
            int bits = parts[0].indexOf(':') >= 0 ? 128 : 32;
            int prefix = parts.length == 1 ? bits : Integer.parseInt(parts[1]);
            int mapped = bits - network.length * 8; // leading bits that only say that an IPv4 address follows
            if (parts.length <= 2 && prefix >= mapped && prefix <= bits) {
                return new Cidr(network, prefix - mapped);
            }
        } catch (UnknownHostException | NumberFormatException e) {
            // The error below.
        }
        throw config.expected("an address block such as 203.0.113.0/24 or 2001:db8::/32");
    }

    private static byte[] literal(String address) throws UnknownHostException {
        boolean bracketed = address.startsWith("[") && address.endsWith("]");
        String bare = bracketed ? address.substring(1, address.length() - 1) : address;
        if (IPV6.matcher(bare).matches() || (!bracketed && IPV4.matcher(bare).matches())) {
            return InetAddress.getByName(bare).getAddress(); // 4 bytes for an IPv4-mapped address
        }
        throw new UnknownHostException("not an address literal");
    }

    /** The address without the interface through which it is reached: {@code fe80::1%eth0}. */
    private static String withoutZone(String address) {
        int zone = address.indexOf(':') < 0 ? -1 : address.indexOf('%');
        return zone < 0 ? address : address.substring(0, zone) + (address.endsWith("]") ? "]" : "");
    }

    /** Whether the block holds the address, in any of its spellings; false for text that is no address. */
    public boolean contains(String address) {
        byte[] bytes;
        try {
            bytes = literal(withoutZone(address));
        } catch (UnknownHostException e) {
            return false;
        }
        if (bytes.length != network.length) {
            return false;
        }
        int whole = prefix / 8;
        for (int i = 0; i < whole; i++) {
            if (bytes[i] != network[i]) {
                return false;
            }
        }
        int rest = prefix % 8;
        return rest == 0 || ((bytes[whole] ^ network[whole]) & 0xFF) >> (8 - rest) == 0;
    }
}
