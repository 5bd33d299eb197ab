package io.weir.worker.filter;

import io.weir.action.Event;
import io.weir.config.ConfigValue;
import io.weir.json.Json;
import io.weir.json.JsonException;
import java.time.Instant;

/** Filters as the configuration gives them, and events. */
final class Filters {
    private Filters() {}

    static Filter of(String pattern) {
        try {
            return Filter.of(new ConfigValue("sources /s/actions/0/email/when", Json.read(pattern)));
        } catch (JsonException e) {
            throw new IllegalArgumentException(e);
        }
    }

    static Event.Builder event() {
        return Event.builder()
                .source("shop")
                .id("e-1")
                .type("invoice.paid")
                .receivedAt(Instant.parse("2026-03-04T12:00:00Z"));
    }

    static boolean wants(String pattern, String body) throws UnfilterableException {
        return of(pattern).wants(event().body(body).build());
    }
}
