package io.weir.worker.filter;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.weir.config.ConfigValue;
import io.weir.config.ConfigurationException;
import io.weir.json.Json;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import software.amazon.event.ruler.JsonRuleCompiler;
import software.amazon.event.ruler.Machine;
import software.amazon.event.ruler.MachineComplexityEvaluator;
import software.amazon.event.ruler.MatchType;
import software.amazon.event.ruler.Patterns;

/**
 * A pattern that was read and found to be one. What it may cost is bounded before the library compiles it.
 *
 * @param text its JSON
 * @param paths what it looks at
 */
record Pattern(String text, Paths paths) {
    private static final int MAX_LENGTH = 4096;
    private static final int MAX_BRANCHES = 64;

    /** How many wildcards a value may be within at once: each costs a look at each of its characters. */
    private static final int MAX_WILDCARDS = 50;

    private static final String OR = "$or";
    private static final Set<String> TEXTS =
            Set.of("source", "type", "id", "sns.topicArn", "sns.subject", "sns.message");
    private static final String HEADERS = "headers.";
    private static final String BODY = "body";

    static Pattern parse(ConfigValue when) {
        if (when.object().isEmpty()) {
            throw when.expected("a pattern that names something, such as {\"type\": [\"invoice.paid\"]}");
        }
        String text = Json.write(when.value());
        if (text.length() > MAX_LENGTH) {
            throw when.expected("a pattern of at most " + MAX_LENGTH + " characters");
        }
        if (branches(when.object()) > MAX_BRANCHES) {
            throw when.expected("a pattern whose $or make at most " + MAX_BRANCHES + " alternatives, multiplied");
        }
        if (!comparable(when.value())) {
            throw when.expected("numbers that a double has, or whole ones");
        }
        Pattern pattern;
        try {
            pattern = new Pattern(text, paths(when, JsonRuleCompiler.compile(text, false)));
            if (pattern.machine(true).evaluateComplexity(new MachineComplexityEvaluator(MAX_WILDCARDS + 1))
                    > MAX_WILDCARDS) {
                throw when.expected("a pattern with fewer wildcards for one field");
            }
        } catch (ConfigurationException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            throw new ConfigurationException(when.path() + ": no event pattern: " + sentence(e));
        }
        return pattern;
    }

    private static Paths paths(ConfigValue when, List<Map<String, List<Patterns>>> branches) {
        Set<String> values = new TreeSet<>();
        Set<String> ranges = new TreeSet<>();
        branches.forEach(branch -> branch.forEach((path, patterns) -> {
            check(when, path);
            values.add(path);
            if (patterns.stream().anyMatch(one -> one.type() == MatchType.NUMERIC_RANGE)) {
                ranges.add(path);
            }
        }));
        return Paths.of(values, ranges, Math.max(1, branches.size()));
    }

    /** A machine that knows this pattern alone. */
    Machine machine(boolean structured) {
        Machine machine = Machine.builder().withStructuredMatching(structured).build();
        try {
            machine.addRule(BODY, text);
        } catch (IOException e) {
            throw new IllegalStateException(e); // it was compiled before
        }
        return machine;
    }

    /** A number that the library does not compare, it takes for a text, and would be equal only if it is written alike. */
    private static boolean comparable(@Nullable Object value) {
        return switch (value) {
            case Map<?, ?> object -> object.values().stream().allMatch(Pattern::comparable);
            case List<?> array -> array.stream().allMatch(Pattern::comparable);
            case BigDecimal number -> number.scale() == 0 || Numbers.isComparable(number);
            case null, default -> true;
        };
    }

    /** How many alternatives the library makes of this: those of each member, multiplied. */
    private static long branches(Object value) {
        if (!(value instanceof Map<?, ?> object)) {
            return 1;
        }
        long product = 1;
        for (Map.Entry<?, ?> member : object.entrySet()) {
            long own;
            if (OR.equals(member.getKey()) && member.getValue() instanceof List<?> alternatives) {
                own = 0;
                for (Object alternative : alternatives) {
                    own = Math.min(own + branches(alternative), Integer.MAX_VALUE);
                }
            } else {
                own = branches(member.getValue());
            }
            product = Math.min(product * Math.max(1, own), Integer.MAX_VALUE);
        }
        return product;
    }

    /** Refuses what no event ever has: such a pattern would let none through. */
    private static void check(ConfigValue when, String path) {
        if (path.startsWith(HEADERS)) {
            if (!path.equals(path.toLowerCase(Locale.ROOT))) {
                throw when.expected("headers by lower-case name, not " + path);
            }
        } else if (!TEXTS.contains(path) && !path.equals(BODY) && !path.startsWith(BODY + ".")) {
            throw when.expected(
                    "a pattern over source, type, id, headers, body, sns.topicArn, sns.subject and sns.message; " + path
                            + " is none of them");
        }
    }

    /** Without the place in the text, which is not where it was written. */
    private static String sentence(Exception e) {
        String message = e instanceof JsonProcessingException json ? json.getOriginalMessage() : e.getMessage();
        return message == null ? e.getClass().getSimpleName() : message;
    }
}
