package io.weir.cli.conformance.play;

import io.weir.config.ConfigurationException;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.util.Arrays;

/**
 * The receiver.
 *
 * @param url as it was given, without query
 * @param query as it was given, possibly empty
 * @param tls whether it is reached by TLS
 * @param address the one that was looked at, and the only one that is connected to
 * @param authority what the header Host says
 * @param path of the request's target
 */
public record Target(
        String url,
        String query,
        boolean tls,
        String host,
        InetAddress address,
        int port,
        String authority,
        String path) {
    private static final int HTTP = 80;
    private static final int HTTPS = 443;
    private static final int MAX_PORT = 65_535;

    /**
     * Resolves a URL.
     *
     * @param isOwn whether whoever calls says that the receiver is theirs; else only addresses of this machine are admitted
     * @throws ConfigurationException if it is no URL to post to, has no address, or is somebody else's
     */
    public static Target of(String to, boolean isOwn) {
        URI uri = uri(to);
        InetAddress[] addresses;
        try {
            addresses = InetAddress.getAllByName(uri.getHost());
        } catch (UnknownHostException e) {
            throw new ConfigurationException("--to: the host " + uri.getHost() + " has no address");
        }
        if (!isOwn && !Arrays.stream(addresses).allMatch(InetAddress::isLoopbackAddress)) {
            throw new ConfigurationException(
                    "--to: " + uri.getHost() + " is no address of this machine. Forged requests are for receivers"
                            + " of your own: say so with --i-own-this-receiver");
        }
        boolean tls = "https".equalsIgnoreCase(uri.getScheme());
        int port = uri.getPort() > 0 ? uri.getPort() : tls ? HTTPS : HTTP;
        String path = uri.getRawPath() == null || uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
        String query = uri.getRawQuery() == null ? "" : uri.getRawQuery();
        int mark = to.indexOf('?');
        return new Target(
                mark < 0 ? to : to.substring(0, mark),
                query,
                tls,
                uri.getHost(),
                addresses[0],
                port,
                uri.getRawAuthority(),
                path);
    }

    private static URI uri(String to) {
        try {
            URI uri = new URI(to);
            boolean isWeb = "http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme());
            if (isWeb
                    && uri.getHost() != null
                    && uri.getPort() <= MAX_PORT
                    && uri.getPort() != 0
                    && uri.getRawUserInfo() == null
                    && uri.getRawFragment() == null) {
                return uri;
            }
        } catch (URISyntaxException e) {
            // The error below.
        }
        throw new ConfigurationException(
                "--to: expected an absolute http or https URL, without user and fragment"); // not what came: it may
        // hold a secret
    }

    /** The whole URL with a further query, as a sender signs it. */
    public String with(String further) {
        String all = joined(query, further);
        return all.isEmpty() ? url : url + "?" + all;
    }

    /** Two queries as one. */
    static String joined(String first, String second) {
        return first.isEmpty() || second.isEmpty() ? first + second : first + "&" + second;
    }
}
