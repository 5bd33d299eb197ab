package io.weir.cli.conformance.plan;

import io.weir.config.ConfigValue;
import io.weir.config.ConfigurationException;
import io.weir.json.Json;
import io.weir.json.JsonException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Reads the file of a case. What nothing reads is an error, with the file and the path inside it. */
public final class CaseParser {
    private static final Pattern ID = Pattern.compile("[a-z0-9]+(-[a-z0-9]+)*");

    private CaseParser() {}

    /**
     * One case.
     *
     * @param folder the folder in which its file lies
     * @param name the file's, without {@code .json}
     * @throws ConfigurationException saying file, path and what was expected
     */
    public static Case parse(String folder, String name, byte[] file) {
        String path = folder + "/" + name + ".json";
        ConfigValue config;
        try {
            config = new ConfigValue(path, Json.readObject(file));
        } catch (JsonException e) {
            throw new ConfigurationException(path + ": " + e.getMessage());
        }
        config.onlyMembers("id", "title", "rule", "expect", "why", "effects", "busy", "steps");
        if (!config.at("id")
                .matching(ID, "small letters and digits with - between")
                .equals(name)) {
            throw config.at("id").expected("the name of the file");
        }
        Expect expect = config.at("expect").oneOf(Expect.SPELLINGS);
        ConfigValue why = config.at("why");
        if (why.isPresent() != (expect == Expect.EITHER)) {
            throw why.expected("a reason exactly where both are right");
        }
        ConfigValue effects = config.at("effects");
        List<Step> steps = steps(config.at("steps"));
        return new Case(
                folder,
                name,
                config.at("title").string(),
                config.at("rule").string(),
                expect,
                why.isPresent() ? why.string() : null,
                effects.isPresent() ? (int) effects.integer(0, 1000) : null,
                Wire.flag(config.at("busy")),
                steps);
    }

    private static List<Step> steps(ConfigValue config) {
        List<Step> steps = new ArrayList<>();
        config.list(step -> steps.add(StepParser.parse(step, steps.size())));
        if (steps.isEmpty()) {
            throw config.expected("at least one step");
        }
        return steps;
    }
}
