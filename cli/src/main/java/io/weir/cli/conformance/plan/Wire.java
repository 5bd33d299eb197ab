package io.weir.cli.conformance.plan;

import io.weir.config.ConfigValue;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a request is laid on the wire.
 *
 * @param chunks sizes of its first chunks, one more for the rest; null if it has a length instead
 * @param parts in how many parts the body is written
 * @param pause between two parts or chunks
 * @param gzip whether the body is compressed after signing
 * @param http10 whether it is a request of HTTP/1.0
 * @param expect whether it waits for 100 Continue
 * @param breakAfter after how many bytes of the body the sender goes away, or null
 */
public record Wire(
        @Nullable List<Integer> chunks,
        int parts,
        Duration pause,
        boolean gzip,
        boolean http10,
        boolean expect,
        @Nullable Integer breakAfter) {
    private static final int MAX_PARTS = 1000;

    /** As nearly all requests are. */
    public static final Wire PLAIN = new Wire(null, 1, Duration.ZERO, false, false, false, null);

    static Wire parse(ConfigValue config) {
        if (!config.isPresent()) {
            return PLAIN;
        }
        config.onlyMembers("chunked", "parts", "pause", "encoding", "http10", "expect", "breakAfter");
        ConfigValue encoding = config.at("encoding");
        if (encoding.isPresent() && !"gzip".equals(encoding.value())) {
            throw encoding.expected("gzip");
        }
        ConfigValue breakAfter = config.at("breakAfter");
        return new Wire(
                chunks(config.at("chunked")),
                config.at("parts").isPresent() ? (int) config.at("parts").integer(1, MAX_PARTS) : 1,
                config.at("pause").isPresent() ? config.at("pause").durationOrZero() : Duration.ZERO,
                encoding.isPresent(),
                flag(config.at("http10")),
                flag(config.at("expect")),
                breakAfter.isPresent() ? (int) breakAfter.integer(0, Integer.MAX_VALUE) : null);
    }

    private static @Nullable List<Integer> chunks(ConfigValue config) {
        if (config.value() instanceof List<?>) {
            return config.list(size -> (int) size.integer(1, Integer.MAX_VALUE));
        }
        return flag(config) ? List.of() : null;
    }

    static boolean flag(ConfigValue config) {
        return switch (config.value()) {
            case null -> false;
            case Boolean truth -> truth;
            default -> throw config.expected("true or false");
        };
    }
}
