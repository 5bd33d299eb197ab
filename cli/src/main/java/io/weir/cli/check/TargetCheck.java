package io.weir.cli.check;

import io.weir.config.Cidr;
import io.weir.config.ConfigValue;
import io.weir.config.ConfigurationException;
import io.weir.envelope.source.SecretReference;
import io.weir.worker.http.PublicAddresses;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Looks at the target of an action {@code http}: its URL, its addresses, its secret; connects to it only if told to. */
final class TargetCheck {
    private static final int CONNECT_MILLIS = (int) Duration.ofSeconds(5).toMillis();

    private final SecretCheck secrets;
    private final boolean online;

    TargetCheck(SecretCheck secrets, boolean online) {
        this.secrets = secrets;
        this.online = online;
    }

    List<Finding> of(String source, ConfigValue options) {
        List<Finding> findings = new ArrayList<>();
        try {
            findings.add(url(source, options));
            findings.addAll(secrets.of(source, "secret of action http", SecretReference.parse(options.at("secret"))));
        } catch (ConfigurationException e) {
            findings.add(Finding.error(source, String.valueOf(e.getMessage())));
        }
        return findings;
    }

    private Finding url(String source, ConfigValue options) {
        URI url = parsed(options.at("url").string());
        if (url == null) {
            throw options.at("url").expected("an absolute http or https URL without user and fragment");
        }
        String target = "target " + url.getScheme() + "://" + url.getRawAuthority();
        InetAddress[] addresses;
        try {
            addresses = InetAddress.getAllByName(withoutBrackets(url.getHost()));
        } catch (UnknownHostException e) {
            return Finding.error(source, target + ": the name has no address");
        }
        List<Cidr> allowed = options.at("allowPrivate").list(Cidr::parse);
        for (InetAddress address : addresses) {
            if (!PublicAddresses.isPublic(address) && !PublicAddresses.isIn(address, allowed)) {
                return Finding.error(
                        source,
                        target + ": the address " + address.getHostAddress()
                                + " is not public, so nothing is sent; name its block in allowPrivate if it is yours");
            }
        }
        if (online) {
            String fault = unreachable(url, addresses[0]);
            if (fault != null) {
                return Finding.error(source, target + ": " + fault);
            }
        }
        return "http".equals(url.getScheme().toLowerCase(Locale.ROOT)) && PublicAddresses.isPublic(addresses[0])
                ? Finding.warning(source, target + ": http sends events unencrypted; use https")
                : Finding.ok(
                        source, target + ": " + (online ? "can be reached" : "has an address that may be reached"));
    }

    private static @Nullable URI parsed(String text) {
        try {
            URI url = new URI(text);
            boolean web = "https".equalsIgnoreCase(url.getScheme()) || "http".equalsIgnoreCase(url.getScheme());
            return web && url.getHost() != null && url.getRawUserInfo() == null && url.getRawFragment() == null
                    ? url
                    : null;
        } catch (URISyntaxException e) {
            return null;
        }
    }

    private static String withoutBrackets(String host) {
        return host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
    }

    private static @Nullable String unreachable(URI url, InetAddress address) {
        int port = url.getPort() >= 0 ? url.getPort() : "https".equalsIgnoreCase(url.getScheme()) ? 443 : 80;
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(address, port), CONNECT_MILLIS);
            return null;
        } catch (IOException e) {
            return "cannot be reached at port " + port + ": " + e.getMessage();
        }
    }
}
