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
 * @param statuses any of these
 * @param body the whole body, or null if it does not matter
 * @param without what the body must not contain, or null
 * @param headers by lower-case name
 */
public record Answer(
        List<Integer> statuses,
        @Nullable String body,
        @Nullable String without,
        Map<String, String> headers) {
    private static final int MIN = 100;
    private static final int MAX = 599;

    public Answer {
        statuses = List.copyOf(statuses);
        headers = Map.copyOf(headers);
    }

    static Answer parse(ConfigValue config) {
        config.onlyMembers("status", "body", "without", "header");
        ConfigValue status = config.at("status");
        Map<String, String> headers = new LinkedHashMap<>();
        ConfigValue header = config.at("header");
        if (header.isPresent()) {
            header.object()
                    .keySet()
                    .forEach(name -> headers.put(
                            String.valueOf(name).toLowerCase(Locale.ROOT), Texts.of(header.at(String.valueOf(name)))));
        }
        return new Answer(
                status.value() instanceof List<?>
                        ? status.list(each -> (int) each.integer(MIN, MAX))
                        : List.of((int) status.integer(MIN, MAX)),
                config.at("body").isPresent() ? Texts.of(config.at("body")) : null,
                config.at("without").isPresent() ? Texts.of(config.at("without")) : null,
                headers);
    }
}
