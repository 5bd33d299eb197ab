package io.weir.cli.conformance.plan;

import io.weir.config.ConfigValue;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the steps of a case. */
final class StepParser {
    private static final int MAX_TIMES = 1000;
    private static final String[] MEMBERS = {
        "expect", "method", "query", "headers", "body", "signs", "sns", "proof", "clock", "change", "wire", "times",
        "again", "answer"
    };

    /** What a step that sends another again may have. */
    private static final Set<String> WITH_AGAIN =
            Set.of("again", "expect", "headers", "change", "wire", "times", "answer");

    private StepParser() {}

    static Step genuine() {
        return parse(new ConfigValue("genuine", Map.of()), 0);
    }

    /** @param index of the step in its case */
    static Step parse(ConfigValue config, int index) {
        config.onlyMembers(MEMBERS);
        ConfigValue again = config.at("again");
        if (again.isPresent()) {
            checkAgain(config, index);
        }
        ConfigValue sns = config.at("sns");
        if (sns.isPresent()
                && (config.at("body").isPresent() || config.at("signs").isPresent())) {
            throw sns.expected("no body and nothing that is signed beside it");
        }
        return new Step(
                config.at("expect").isPresent() ? config.at("expect").oneOf(Expect.SPELLINGS) : null,
                config.at("method").stringOr("POST"),
                config.at("query").isPresent() ? Texts.of(config.at("query")) : null,
                headers(config.at("headers")),
                body(config.at("body")),
                body(config.at("signs")),
                sns.isPresent() ? SnsStep.parse(sns) : null,
                config.at("proof").isPresent() ? config.at("proof").oneOf(Step.PROOFS) : Step.Proof.GENUINE,
                clock(config.at("clock")),
                config.at("change").list(Change::parse),
                Wire.parse(config.at("wire")),
                config.at("times").isPresent() ? (int) config.at("times").integer(1, MAX_TIMES) : 1,
                again.isPresent() ? (int) again.integer(0, index - 1L) : null,
                config.at("answer").isPresent() ? Answer.parse(config.at("answer")) : null);
    }

    private static void checkAgain(ConfigValue config, int index) {
        if (index == 0) {
            throw config.at("again").expected("nothing: this is the first step");
        }
        for (Object member : config.object().keySet()) {
            if (!WITH_AGAIN.contains(String.valueOf(member))) {
                throw config.at(String.valueOf(member)).expected("nothing beside again");
            }
        }
    }

    private static @Nullable Body body(ConfigValue config) {
        return config.isPresent() ? Body.parse(config) : null;
    }

    private static Duration clock(ConfigValue config) {
        try {
            return config.isPresent() ? Duration.parse(config.string()) : Duration.ZERO;
        } catch (DateTimeParseException e) {
            throw config.expected("an ISO-8601 duration such as PT-10M");
        }
    }

    private static Map<String, List<String>> headers(ConfigValue config) {
        Map<String, List<String>> headers = new LinkedHashMap<>();
        if (config.isPresent()) {
            for (Object name : config.object().keySet()) {
                ConfigValue value = config.at(String.valueOf(name));
                headers.put(
                        String.valueOf(name),
                        value.isString() || "".equals(value.value())
                                ? List.of(Texts.of(value))
                                : value.list(Texts::of));
            }
        }
        return headers;
    }
}
