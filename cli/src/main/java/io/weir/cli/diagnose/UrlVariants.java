package io.weir.cli.diagnose;

import io.weir.envelope.ReceivedRequest;
import java.net.URI;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The URLs that a sender may have signed in place of the one that is known: behind a proxy or tunnel each part may differ. */
final class UrlVariants {
    private static final List<String> HOST_HEADERS =
            List.of("host", "x-forwarded-host", "x-original-host", "x-forwarded-server");

    private UrlVariants() {}

    static Stream<Variant<String>> of(ReceivedRequest request) {
        URI url;
        try {
            url = URI.create(request.url());
        } catch (IllegalArgumentException e) {
            return Stream.of();
        }
        if (url.getHost() == null) {
            return Stream.of();
        }
        Map<String, String> found = new LinkedHashMap<>(); // each URL once, under the shortest list of differences
        for (Part host : hosts(request, url)) {
            for (Part port : ports(url)) {
                for (Part protocol : protocols(url)) {
                    for (Part path : paths(url)) {
                        for (Part query : queries(url)) {
                            add(found, List.of(protocol, host, port, path, query));
                        }
                    }
                }
            }
        }
        found.remove(request.url());
        return found.entrySet().stream()
                .sorted(Comparator.comparingInt(entry -> entry.getValue().length()))
                .map(entry ->
                        new Variant<>("the URL is " + entry.getKey() + " (" + entry.getValue() + ")", entry.getKey()));
    }

    /** @param difference from the URL that is known, or null if there is none */
    private record Part(String text, @Nullable String difference) {}

    private static void add(Map<String, String> found, List<Part> parts) {
        StringBuilder url = new StringBuilder();
        Set<String> differences = new LinkedHashSet<>();
        for (Part part : parts) {
            url.append(part.text);
            if (part.difference != null) {
                differences.add(part.difference);
            }
        }
        String named = String.join(", ", differences);
        found.merge(url.toString(), named, (one, other) -> one.length() <= other.length() ? one : other);
    }

    private static List<Part> protocols(URI url) {
        String other = "https".equalsIgnoreCase(url.getScheme()) ? "http" : "https";
        return List.of(new Part(url.getScheme() + "://", null), new Part(other + "://", "other protocol"));
    }

    private static List<Part> hosts(ReceivedRequest request, URI url) {
        Set<Part> hosts = new LinkedHashSet<>();
        hosts.add(new Part(url.getHost(), null));
        for (String name : HOST_HEADERS) {
            String value = request.header(name);
            if (value != null && value.matches("[A-Za-z0-9.:\\[\\]-]{1,255}")) {
                hosts.add(new Part(value, "host of the header " + name));
                hosts.add(new Part(value.replaceFirst(":[0-9]+$", ""), "host of the header " + name));
            }
        }
        return List.copyOf(hosts);
    }

    private static List<Part> ports(URI url) {
        Set<Part> ports = new LinkedHashSet<>();
        ports.add(new Part(url.getPort() < 0 ? "" : ":" + url.getPort(), null));
        ports.add(new Part("", "without port"));
        for (String port : List.of("443", "80", "8080", "8443")) {
            ports.add(new Part(":" + port, "port " + port));
        }
        return List.copyOf(ports);
    }

    private static List<Part> paths(URI url) {
        String path = url.getRawPath() == null ? "" : url.getRawPath();
        Part other = path.endsWith("/")
                ? new Part(path.substring(0, path.length() - 1), "without the slash at the end of the path")
                : new Part(path + "/", "with a slash at the end of the path");
        return List.of(new Part(path, null), other);
    }

    private static List<Part> queries(URI url) {
        String query = url.getRawQuery();
        return query == null
                ? List.of(new Part("", null))
                : List.of(new Part("?" + query, null), new Part("", "without query"));
    }
}
