package io.weir.cli.conformance.plan;

import io.weir.config.ConfigValue;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What must be answered to a handshake.
 *
 * @param statuses any of these; none if it does not matter
 * @param contains what the body must contain, or null
 * @param without what the body must not contain, or null
 * @param headers by lower-case name
 */
public record Answer(
        List<Integer> statuses,
        @Nullable String contains,
        @Nullable String without,
        Map<String, String> headers) {
    private static final int MIN = 100;
    private static final int MAX = 599;

    public Answer {
        statuses = List.copyOf(statuses);
        headers = Map.copyOf(headers);
    }

    static Answer parse(ConfigValue config) {
        config.onlyMembers("status", "contains", "without", "header");
        Map<String, String> headers = new LinkedHashMap<>();
        ConfigValue header = config.at("header");
        if (header.isPresent()) {
            header.object()
                    .keySet()
                    .forEach(name -> headers.put(
                            String.valueOf(name).toLowerCase(Locale.ROOT), Texts.of(header.at(String.valueOf(name)))));
        }
        return new Answer(
                statuses(config.at("status")),
                config.at("contains").isPresent() ? Texts.of(config.at("contains")) : null,
                config.at("without").isPresent() ? Texts.of(config.at("without")) : null,
                headers);
    }

    private static List<Integer> statuses(ConfigValue config) {
        if (!config.isPresent() || config.value() instanceof List<?>) {
            return config.list(each -> (int) each.integer(MIN, MAX));
        }
        return List.of((int) config.integer(MIN, MAX));
    }
}
