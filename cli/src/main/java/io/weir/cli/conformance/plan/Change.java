package io.weir.cli.conformance.plan;

import io.weir.config.ConfigValue;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is changed of a request after it was signed. */
public sealed interface Change {
    /**
     * Of a header's line.
     *
     * @param name the header's, or {@code {signature}}, {@code {time}} or {@code {id}} for the scheme's own
     * @param edit what is done with it
     */
    record OfHeader(String name, Edit edit) implements Change {}

    /** Of the body. */
    record OfBody(Edit edit) implements Change {}

    /** The body is another. */
    record OtherBody(Body body) implements Change {}

    /** Something is added to the query. */
    record MoreQuery(String query) implements Change {}

    /** What is done with a text. In those that a case gives {@code ${...}} is replaced. */
    sealed interface Edit {
        record Set(String value) implements Edit {}

        record Append(String text) implements Edit {}

        record Replace(String old, String with) implements Edit {}

        record Remove() implements Edit {}

        /** The same line once more. */
        record Twice() implements Edit {}

        /** Another line of the same name, before or after it. */
        record Another(String value, boolean before) implements Edit {}

        /** Hexadecimal digits of the signature in upper case. */
        record Upper() implements Edit {}

        /** One character of the signature is another: of an index from its beginning, or if negative from its end. */
        record Flip(int index) implements Edit {}

        /** So many characters of the signature are left. */
        record Keep(int characters) implements Edit {}

        /** The first number of nine or more digits is greater by this. */
        record Plus(long more) implements Edit {}

        /** The header has another name. */
        record Rename(String name) implements Edit {}

        /** The header's name is in upper case. */
        record UpperName() implements Edit {}
    }

    /** The placeholders for a scheme's own headers. */
    List<String> PLACEHOLDERS = List.of("{signature}", "{time}", "{id}");

    /** The longest signature, in characters. */
    int MAX = 1000;

    /** In seconds, some thirty years. */
    long MAX_MORE = 1_000_000_000;

    /** Reads one. */
    static Change parse(ConfigValue config) {
        Map<?, ?> members = config.object();
        if (members.containsKey("query")) {
            config.onlyMembers("query");
            return new MoreQuery(Texts.of(config.at("query")));
        }
        if (members.containsKey("body")) {
            config.onlyMembers("body");
            return body(config.at("body"));
        }
        ConfigValue name = config.at("header");
        if (name.string().startsWith("{") && !PLACEHOLDERS.contains(name.string())) {
            throw name.expected("a header's name, or one of " + String.join(", ", PLACEHOLDERS));
        }
        return new OfHeader(name.string(), edit(config));
    }

    private static Change body(ConfigValue config) {
        if (config.object().containsKey("set")) {
            config.onlyMembers("set");
            return new OtherBody(Body.parse(config.at("set")));
        }
        config.onlyMembers("append", "replace");
        Edit edit = known(config);
        if (edit == null) {
            throw config.expected("one of set, append, replace");
        }
        return new OfBody(edit);
    }

    private static Edit edit(ConfigValue config) {
        if (config.object().size() != 2) {
            throw config.expected("a header and one thing that is done with it");
        }
        Edit edit = known(config);
        if (edit == null) {
            throw config.expected("one of set, append, replace, remove, twice, before, after, upper, flip, keep, plus,"
                    + " rename, upperName");
        }
        return edit;
    }

    private static @Nullable Edit known(ConfigValue config) {
        for (Object member : config.object().keySet()) {
            Edit edit = known(String.valueOf(member), config.at(String.valueOf(member)));
            if (edit != null) {
                return edit;
            }
        }
        return null;
    }

    private static @Nullable Edit known(String member, ConfigValue value) {
        return switch (member) {
            case "set" -> new Edit.Set(Texts.of(value));
            case "append" -> new Edit.Append(Texts.of(value));
            case "replace" -> replace(value);
            case "remove" -> isTrue(value, new Edit.Remove());
            case "twice" -> isTrue(value, new Edit.Twice());
            case "before" -> new Edit.Another(Texts.of(value), true);
            case "after" -> new Edit.Another(Texts.of(value), false);
            case "upper" -> isTrue(value, new Edit.Upper());
            case "flip" -> new Edit.Flip((int) value.integer(-MAX, MAX));
            case "keep" -> new Edit.Keep((int) value.integer(0, MAX));
            case "plus" -> new Edit.Plus(value.integer(-MAX_MORE, MAX_MORE));
            case "rename" -> new Edit.Rename(value.string());
            case "upperName" -> isTrue(value, new Edit.UpperName());
            default -> null;
        };
    }

    private static Edit isTrue(ConfigValue value, Edit edit) {
        if (Boolean.TRUE.equals(value.value())) {
            return edit;
        }
        throw value.expected("true");
    }

    private static Edit replace(ConfigValue value) {
        List<String> both = value.list(Texts::of);
        if (both.size() != 2 || both.getFirst().isEmpty()) {
            throw value.expected("two strings, the first not empty");
        }
        return new Edit.Replace(both.getFirst(), both.getLast());
    }
}
