package io.weir.cli.explain;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.weir.cli.diagnose.Explanation;
import io.weir.cli.diagnose.Explanation.Mark;
import io.weir.cli.diagnose.Explanation.Step;
import io.weir.cli.diagnose.Places;
import io.weir.cli.input.GivenSecret;
import io.weir.cli.text.Shown;
import io.weir.envelope.ReceivedRequest;
import io.weir.envelope.scheme.FieldLocation;
import io.weir.envelope.scheme.TokenScheme;
import io.weir.verify.Reason;
import io.weir.verify.RequestField;
import io.weir.verify.Verification;
import java.net.URLDecoder;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Explains a request that shows a token. Says lengths and near misses, never the token. */
final class TokenExplainer {
    /** What may have been done to a token on its way. */
    private static final Map<String, UnaryOperator<String>> CHANGES = new LinkedHashMap<>();

    static {
        CHANGES.put("the token in the store has a newline or a space around it", String::strip);
        CHANGES.put("the token came in quotes", text -> text.replaceAll("^[\"'](.*)[\"']$", "$1"));
        CHANGES.put("the token came in base64", TokenExplainer::decoded);
        CHANGES.put("the token came encoded for a URL", TokenExplainer::urlDecoded);
    }

    private final TokenScheme scheme;
    private final ReceivedRequest request;
    private final GivenSecret secret;
    private final Map<String, GivenSecret> others;

    TokenExplainer(TokenScheme scheme, ReceivedRequest request, GivenSecret secret, Map<String, GivenSecret> others) {
        this.scheme = scheme;
        this.request = request;
        this.secret = secret;
        this.others = others;
    }

    Explanation explain(Verification verification) {
        List<Step> steps = new ArrayList<>();
        steps.add(Step.of(
                Mark.SEEN,
                "scheme",
                scheme.name() + ": " + (scheme.basic() ? "user and password" : "a token") + " in the "
                        + Places.name(scheme.at()),
                "it vouches for the whole request: nothing is signed, and no age is judged"));
        String text = text();
        steps.add(token(text));
        steps.add(store());
        return Conclusion.of(verification, steps, () -> mistakes(text), this::advice);
    }

    private @Nullable String text() {
        FieldLocation at = scheme.at() instanceof FieldLocation.Body body ? body.first() : scheme.at();
        return RequestField.read(at, request);
    }

    private Step token(@Nullable String text) {
        if (text == null || text.isEmpty()) {
            return Step.of(
                    Mark.WRONG,
                    "token",
                    "there is none in the " + Places.name(scheme.at()),
                    "the headers that came: "
                            + String.join(", ", request.headers().keySet()));
        }
        boolean hasPrefix = hasPrefix(text);
        List<String> lines = new ArrayList<>();
        if (!scheme.prefix().isEmpty()) {
            lines.add((hasPrefix ? "begins" : "does not begin") + " with \"" + scheme.prefix() + "\"");
        }
        lines.add(length(hasPrefix ? text.substring(scheme.prefix().length()) : text) + " came");
        return new Step(hasPrefix ? Mark.SEEN : Mark.WRONG, "token", lines);
    }

    private boolean hasPrefix(String text) {
        return text.regionMatches(true, 0, scheme.prefix(), 0, scheme.prefix().length());
    }

    private Step store() {
        String fault = secret.fault();
        if (fault != null) {
            return Step.of(Mark.WRONG, "secret", fault);
        }
        boolean isShort = false;
        List<String> lines = new ArrayList<>();
        for (byte[] each : secret.secrets()) {
            String expected = new String(each, UTF_8);
            lines.add(secret.origin() + ": " + length(shown(expected)) + " expected");
            isShort |= expected.length() < TokenScheme.MIN_LENGTH;
        }
        if (isShort) {
            lines.add("fewer than " + TokenScheme.MIN_LENGTH + " can be guessed, and are refused");
        }
        return new Step(isShort ? Mark.WRONG : Mark.OK, "secret", lines);
    }

    private static String length(String token) {
        return token.length() + " characters";
    }

    /** As the sender shows it. */
    private String shown(String token) {
        return scheme.basic() ? Base64.getEncoder().encodeToString(token.getBytes(UTF_8)) : token;
    }

    private List<String> mistakes(@Nullable String text) {
        if (text == null) {
            return elsewhere();
        }
        String came = hasPrefix(text) ? text.substring(scheme.prefix().length()) : text;
        List<String> found = new ArrayList<>();
        for (byte[] each : secret.secrets()) {
            String expected = new String(each, UTF_8);
            if (came.equals(shown(expected)) && !hasPrefix(text)) {
                found.add("\"" + scheme.prefix() + "\" stands before the token");
            }
            CHANGES.forEach((what, change) -> {
                if (!came.equals(shown(expected)) && change.apply(came).equals(change.apply(shown(expected)))) {
                    found.add(what);
                }
            });
            if (!came.equals(shown(expected)) && came.equalsIgnoreCase(shown(expected))) {
                found.add("upper and lower case are as in the store");
            }
            if (scheme.basic() && came.equals(expected)) {
                found.add("user and password came in base64, as Basic authentication wants it");
            }
            if (!came.isEmpty() && !came.equals(expected) && expected.startsWith(came)) {
                found.add("the token was not cut short");
            }
        }
        others.forEach((name, other) -> {
            if (other.secrets().stream().anyMatch(each -> came.equals(shown(new String(each, UTF_8))))) {
                found.add("the token is that of the source " + name);
            }
        });
        return found.stream().distinct().toList();
    }

    /** Under which other header the token came. */
    private List<String> elsewhere() {
        List<String> found = new ArrayList<>();
        for (byte[] each : secret.secrets()) {
            String expected = shown(new String(each, UTF_8));
            request.headers().forEach((name, value) -> {
                if (!expected.isEmpty() && value.endsWith(expected)) {
                    found.add("the token is read from the header " + Shown.escaped(name));
                }
            });
        }
        return found;
    }

    private List<String> advice(Verification.Rejected rejected) {
        if (rejected.reason() == Reason.UNSIGNED) {
            return List.of(
                    "The sender shows no token there: see whether one is set at the sender at all.",
                    "A proxy or gateway may drop the " + Places.name(scheme.at()) + ".");
        }
        return List.of(
                "None of the usual mistakes makes it match: it is forged, or the sender has another token.",
                "Compare the sender's token with " + secret.origin() + ", or make a new one and put it into both.");
    }

    private static String decoded(String text) {
        try {
            return new String(Base64.getDecoder().decode(text), UTF_8);
        } catch (IllegalArgumentException e) {
            return text;
        }
    }

    private static String urlDecoded(String text) {
        try {
            return URLDecoder.decode(text, UTF_8);
        } catch (IllegalArgumentException e) {
            return text;
        }
    }
}
