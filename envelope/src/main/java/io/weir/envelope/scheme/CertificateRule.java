package io.weir.envelope.scheme;

import io.weir.config.ConfigValue;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * That a request says where the certificate lies whose key signed it.
 *
 * @param url where its URL stands in the request
 * @param hosts the only hosts that are asked, in lower case
 * @param subject the common name that the certificate must have, in which one {@code *} stands for any letters, digits, dots and
 *     dashes; null if it is not looked at
 */
public record CertificateRule(
        FieldLocation url, List<String> hosts, @Nullable String subject) {
    private static final Pattern HOST = Pattern.compile("[a-z0-9-]+(\\.[a-z0-9-]+)+");

    private static final Pattern WITHIN_STAR = Pattern.compile("[A-Za-z0-9.-]*");
    private static final Pattern SUBJECT = Pattern.compile("[A-Za-z0-9.-]*\\*?[A-Za-z0-9.-]+");

    public CertificateRule {
        hosts = List.copyOf(hosts);
    }

    static CertificateRule parse(ConfigValue config) {
        config.onlyMembers("url", "hosts", "subject");
        List<String> hosts = config.at("hosts").list(host -> host.matching(HOST, "a host's name in lower case"));
        if (hosts.isEmpty()) {
            throw config.at("hosts").expected("at least one host: anyone can make a certificate");
        }
        ConfigValue subject = config.at("subject");
        return new CertificateRule(
                FieldLocation.parse(config.at("url")),
                hosts,
                subject.isPresent() ? subject.matching(SUBJECT, "a common name, with one * at most") : null);
    }

    /** Whether a certificate of this common name is the sender's. */
    public boolean admits(String commonName) {
        if (subject == null) {
            return true;
        }
        int star = subject.indexOf('*');
        if (star < 0) {
            return commonName.equals(subject);
        }
        String end = subject.substring(star + 1);
        return commonName.length() >= star + end.length()
                && commonName.startsWith(subject.substring(0, star))
                && commonName.endsWith(end)
                && WITHIN_STAR
                        .matcher(commonName.substring(star, commonName.length() - end.length()))
                        .matches();
    }
}
