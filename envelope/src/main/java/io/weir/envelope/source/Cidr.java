package io.weir.envelope.source;

import io.weir.config.ConfigValue;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Pattern;

/** A block of IPv4 or IPv6 addresses. */
public final class Cidr {
    /** Only digits and separators, so that no host name is ever looked up. */
    private static final Pattern LITERAL = Pattern.compile("[0-9.]+|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*");

    private final byte[] network;
    private final int prefix;

    private Cidr(byte[] network, int prefix) {
        this.network = network;
        this.prefix = prefix;
    }

    /** Reads {@code 203.0.113.0/24}, {@code 2001:db8::/32} or a single address. */
    public static Cidr parse(ConfigValue config) {
        String[] parts = config.string().split("/", -1);
        try {
            byte[] network = literal(parts[0]);
            int prefix = parts.length == 1 ? network.length * 8 : Integer.parseInt(parts[1]);
            if (parts.length <= 2 && prefix >= 0 && prefix <= network.length * 8) {
                return new Cidr(network, prefix);
            }
        } catch (UnknownHostException | NumberFormatException e) {
            // The error below.
        }
        throw config.expected("an address block such as 203.0.113.0/24 or 2001:db8::/32");
    }

    private static byte[] literal(String address) throws UnknownHostException {
        boolean complete = address.indexOf(':') >= 0
                || address.chars().filter(c -> c == '.').count() == 3;
        if (!complete || !LITERAL.matcher(address).matches()) {
            throw new UnknownHostException("not an address literal");
        }
        return InetAddress.getByName(address).getAddress();
    }

    /** Whether the block holds the address; false for text that is no address. */
    public boolean contains(String address) {
        byte[] bytes;
        try {
            bytes = literal(address);
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
