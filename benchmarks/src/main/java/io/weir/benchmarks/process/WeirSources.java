package io.weir.benchmarks.process;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.weir.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Sources of GitHub's scheme with one secret, which all do the same with an event. */
public final class WeirSources {
    private static final String SECRET = "0123456789abcdef0123456789abcdef";

    private WeirSources() {}

    /** What signs. */
    public static byte[] secret() {
        return SECRET.getBytes(US_ASCII);
    }

    /** Names of so many sources. */
    public static List<String> names(int count) {
        return IntStream.range(0, count).mapToObj(number -> "source-" + number).toList();
    }

    /** Where to post to the first of them. */
    public static List<String> paths(int count) {
        return names(count).stream().map(name -> "/" + name).toList();
    }

    /** The action that keeps the body. */
    public static List<Object> archive() {
        return List.of("archive");
    }

    /** The action that posts to a sink. */
    public static List<Object> http(Path folder, Sink sink) {
        Map<String, Object> options = new LinkedHashMap<>();
        options.put("url", "http://127.0.0.1:" + sink.port() + "/");
        options.put("secret", "file:" + folder.resolve("secret"));
        options.put("timeout", "PT60S");
        options.put("allowPrivate", List.of("127.0.0.0/8"));
        return List.of(Map.of("http", options));
    }

    /** Writes the file that {@code weir run --sources} reads, and the secret beside it. */
    static Path write(Path folder, int count, List<Object> actions) throws IOException {
        Path secret = Files.writeString(folder.resolve("secret"), SECRET);
        Map<String, Object> sources = new LinkedHashMap<>();
        for (String name : names(count)) {
            sources.put(name, Map.of("scheme", "github", "secret", "file:" + secret, "actions", actions));
        }
        return Files.writeString(folder.resolve("sources.json"), Json.write(sources));
    }
}
