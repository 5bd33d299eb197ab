package io.weir.operations.aws;

import io.weir.config.Packed;
import io.weir.json.Json;
import io.weir.json.JsonException;
import io.weir.operations.OperationsException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A deployment as it describes itself in its SSM parameter {@code /weir/NAME}.
 *
 * @param queues URLs by name: queue, retry, retry-unproven, dead, unproven, and listen if it has one
 * @param operatorKey ARN of the secret by which operators vouch for replays, or null
 * @param logGroups of both functions
 */
public record Deployment(
        String name,
        String version,
        String account,
        String region,
        Map<String, String> queues,
        String bucket,
        List<String> logGroups,
        @Nullable String operatorKey,
        Map<String, DeployedSource> sources) {
    /** The queue to which the worker copies what is proven, which not every deployment has. */
    static final String LISTEN = "listen";

    /** The queues that every deployment has. */
    private static final List<String> QUEUES = List.of("queue", "retry", "retry-unproven", "dead", "unproven");

    /** Unpacked, 8 KB are less. */
    private static final int MAX_BYTES = 1 << 20;

    public Deployment {
        queues = Map.copyOf(queues);
        logGroups = List.copyOf(logGroups);
        sources = Map.copyOf(sources);
    }

    /**
     * A source.
     *
     * @param actions names of its actions, in order
     * @param secret where its secret lies, or null; never the secret
     */
    public record DeployedSource(
            String scheme,
            List<String> actions,
            @Nullable String url,
            @Nullable String secret) {}

    /** Name of the parameter in which a deployment of this name describes itself. */
    static String parameter(String name) {
        return "/weir/" + name;
    }

    /**
     * Reads a description.
     *
     * @throws OperationsException if it is none; names what is missing
     */
    static Deployment parse(String name, String text) throws OperationsException {
        try {
            Map<String, @Nullable Object> json = Json.readObject(text.startsWith("{") ? text : unpacked(text));
            Map<String, String> queues = texts(json, "queues");
            for (String queue : QUEUES) {
                if (!queues.containsKey(queue)) {
                    throw new OperationsException(wrong(name, "queues/" + queue));
                }
            }
            return new Deployment(
                    name,
                    text(json, name, "version"),
                    text(json, name, "account"),
                    text(json, name, "region"),
                    queues,
                    text(json, name, "bucket"),
                    List.copyOf(texts(json, "logs").values()),
                    json.get("operatorKey") instanceof String key ? key : null,
                    sources(json));
        } catch (JsonException | IOException | IllegalArgumentException e) {
            throw new OperationsException("the parameter " + parameter(name)
                    + " is no JSON object, nor one gzipped and base64-encoded: " + e.getMessage());
        }
    }

    /** As it is where there are many sources: a parameter has 8 KB. */
    private static String unpacked(String text) throws IOException {
        return new String(Packed.unpack(text, MAX_BYTES), StandardCharsets.UTF_8);
    }

    private static String wrong(String name, String member) {
        return "the parameter " + parameter(name) + " has no " + member
                + ": it was written by another version, or by something else";
    }

    private static String text(Map<String, @Nullable Object> json, String name, String member)
            throws OperationsException {
        if (json.get(member) instanceof String text) {
            return text;
        }
        throw new OperationsException(wrong(name, member));
    }

    private static Map<String, String> texts(Map<String, @Nullable Object> json, String member) {
        Map<String, String> texts = new LinkedHashMap<>();
        if (json.get(member) instanceof Map<?, ?> map) {
            map.forEach((key, value) -> {
                if (value instanceof String text) {
                    texts.put(String.valueOf(key), text);
                }
            });
        }
        return texts;
    }

    private static Map<String, DeployedSource> sources(Map<String, @Nullable Object> json) {
        Map<String, DeployedSource> sources = new LinkedHashMap<>();
        if (json.get("sources") instanceof Map<?, ?> map) {
            map.forEach((key, value) -> {
                if (value instanceof Map<?, ?> source) {
                    sources.put(String.valueOf(key), source(source));
                }
            });
        }
        return sources;
    }

    private static DeployedSource source(Map<?, ?> source) {
        List<String> actions = new ArrayList<>();
        if (source.get("actions") instanceof List<?> names) {
            names.forEach(action -> actions.add(String.valueOf(action)));
        }
        return new DeployedSource(
                String.valueOf(source.get("scheme")),
                List.copyOf(actions),
                source.get("url") instanceof String url ? url : null,
                source.get("secret") instanceof String secret ? secret : null);
    }

    String queue(String key) {
        return String.valueOf(queues.get(key));
    }

    /** For people. */
    String text() {
        return "account " + account + ", " + region + ", deployment " + name;
    }
}
