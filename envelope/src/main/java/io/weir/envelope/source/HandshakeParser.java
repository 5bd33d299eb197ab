package io.weir.envelope.source;

import io.weir.config.ConfigValue;
import io.weir.envelope.scheme.FieldLocation;
import io.weir.envelope.scheme.FieldLocation.Body;
import io.weir.envelope.source.HandshakeRule.Condition;
import io.weir.envelope.source.HandshakeRule.Proof;
import io.weir.envelope.source.HandshakeRule.Reply;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads a rule, and refuses one that would answer an event, or could not be answered. */
final class HandshakeParser {
    private static final Map<String, String> METHODS =
            Map.of("GET", "GET", "HEAD", "HEAD", "POST", "POST", "OPTIONS", "OPTIONS");
    private static final Map<String, Reply> WORDS =
            Map.of("text", new Reply.Text(), "empty", new Reply.Empty(), "no-content", new Reply.NoContent());
    private static final Pattern ANSWER_HEADER = Pattern.compile("x-[a-z0-9-]{1,64}");
    private static final Pattern TEMPLATE = Pattern.compile("(?:[A-Za-z0-9 ._~=+/:-]|\\{echo}|\\{hmac})+");
    private static final String POST = "POST";

    private HandshakeParser() {}

    static HandshakeRule parse(ConfigValue config) {
        config.onlyMembers("method", "if", "echo", "answer", "hmac", "keep");
        Set<String> methods = methods(config.at("method"));
        List<Condition> conditions = conditions(config.at("if"));
        FieldLocation echo = config.at("echo").isPresent() ? location(config.at("echo")) : null;
        Proof proof = config.at("hmac").isPresent() ? proof(config.at("hmac")) : null;
        HandshakeRule rule = new HandshakeRule(
                methods, conditions, echo, reply(config.at("answer")), proof, keep(config.at("keep")));
        check(rule, config);
        return rule;
    }

    private static void check(HandshakeRule rule, ConfigValue config) {
        boolean onlyPost = rule.methods().equals(Set.of(POST));
        if (rule.methods().contains(POST) && rule.conditions().stream().noneMatch(Condition::present)) {
            throw config.at("if").expected("something that must be there: every event is a POST, too");
        }
        if (rule.readsBody() && !onlyPost) {
            throw config.at("method").expected("POST alone, since the rule reads the body");
        }
        if (rule.keep() && !onlyPost) {
            throw config.at("keep").expected("nothing: only a POST is kept");
        }
        boolean repeats = !(rule.reply() instanceof Reply.Empty || rule.reply() instanceof Reply.NoContent);
        if (repeats != (rule.echo() != null)) {
            throw config.at("echo").expected("a place exactly if the answer repeats what stands there");
        }
        boolean shows = rule.reply() instanceof Reply.JsonObject(var members)
                && members.values().stream().anyMatch(text -> text.contains("{hmac}"));
        if (shows != (rule.proof() != null)) {
            throw config.at("hmac").expected("an object exactly if the answer is JSON with {hmac} in it");
        }
    }

    private static Set<String> methods(ConfigValue config) {
        if (config.isString()) {
            return Set.of(config.oneOf(METHODS));
        }
        Set<String> methods = new LinkedHashSet<>(config.list(method -> method.oneOf(METHODS)));
        if (methods.isEmpty()) {
            throw config.expected("one of GET, HEAD, OPTIONS, POST, or an array of them");
        }
        return methods;
    }

    private static List<Condition> conditions(ConfigValue config) {
        List<Condition> conditions = new ArrayList<>();
        if (config.isPresent()) {
            for (Map.Entry<?, ?> each : config.object().entrySet()) {
                String place = String.valueOf(each.getKey());
                ConfigValue value = new ConfigValue(config.path() + " " + place, each.getValue());
                conditions.add(condition(location(new ConfigValue(value.path(), place)), value));
            }
        }
        return conditions;
    }

    private static Condition condition(FieldLocation at, ConfigValue value) {
        return switch (value.value()) {
            case Boolean present -> new Condition(at, null, present);
            case BigDecimal number -> new Condition(at, number.toPlainString(), true);
            case String text when !text.isEmpty() -> new Condition(at, text, true);
            case null, default ->
                throw value.expected("a text, a number, true (it is there) or false (it is not there)");
        };
    }

    private static FieldLocation location(ConfigValue config) {
        FieldLocation location = FieldLocation.parse(config);
        if (location instanceof Body body && body.isEach()) {
            throw config.expected("one place: * is several");
        }
        return location;
    }

    private static Reply reply(ConfigValue config) {
        Reply word = config.isString() ? WORDS.get(config.string()) : null;
        if (word != null) {
            return word;
        }
        if (config.isObject() && config.object().size() == 1) {
            if (config.object().containsKey("json")) {
                return json(config.at("json"));
            }
            if (config.object().containsKey("header")) {
                return new Reply.Header(config.at("header")
                        .matching(ANSWER_HEADER, "a header's name in lower case that begins with x-"));
            }
        }
        throw config.expected("text, empty, no-content, {\"json\": {...}} or {\"header\": \"x-...\"}");
    }

    private static Reply json(ConfigValue config) {
        Map<String, String> members = new LinkedHashMap<>();
        for (Object name : config.object().keySet()) {
            String text = config.at((String) name)
                    .matching(TEMPLATE, "a text of letters, digits and ._~=+/:- with {echo} or {hmac} in it");
            members.put((String) name, text);
        }
        if (members.values().stream().noneMatch(text -> text.contains("{echo}") || text.contains("{hmac}"))) {
            throw config.expected("at least one text with {echo} or {hmac} in it");
        }
        return new Reply.JsonObject(members);
    }

    private static Proof proof(ConfigValue config) {
        config.onlyMembers("encoding", "prefix");
        return new Proof(
                config.at("encoding").oneOf(Map.of("hex", true, "base64", false)),
                config.at("prefix").stringOr(""));
    }

    private static boolean keep(ConfigValue config) {
        @Nullable Object value = config.value();
        if (value != null && !Boolean.TRUE.equals(value)) {
            throw config.expected("true, or nothing");
        }
        return value != null;
    }
}
