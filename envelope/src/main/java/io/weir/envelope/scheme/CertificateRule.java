package io.weir.envelope.scheme;

import io.weir.config.ConfigValue;
import java.util.List;
import java.util.regex.Pattern;

/**
 * That a request says where the certificate lies whose key signed it.
 *
 * @param url where its URL stands in the request
 * @param hosts the only hosts that are asked, in lower case
 */
public record CertificateRule(FieldLocation url, List<String> hosts) {
    private static final Pattern HOST = Pattern.compile("[a-z0-9-]+(\\.[a-z0-9-]+)+");

    public CertificateRule {
        hosts = List.copyOf(hosts);
    }

    static CertificateRule parse(ConfigValue config) {
        config.onlyMembers("url", "hosts");
        List<String> hosts = config.at("hosts").list(host -> host.matching(HOST, "a host's name in lower case"));
        if (hosts.isEmpty()) {
            throw config.at("hosts").expected("at least one host: anyone can make a certificate");
        }
        return new CertificateRule(FieldLocation.parse(config.at("url")), hosts);
    }
}
