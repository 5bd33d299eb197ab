package io.weir.cli.explain;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.weir.cli.diagnose.Explanation;
import io.weir.cli.diagnose.Explanation.Mark;
import io.weir.cli.diagnose.Explanation.Step;
import io.weir.cli.text.Shown;
import io.weir.envelope.ReceivedRequest;
import io.weir.envelope.Sha256;
import io.weir.envelope.scheme.JwtScheme;
import io.weir.json.Json;
import io.weir.json.JsonException;
import io.weir.verify.Reason;
import io.weir.verify.Verification;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Explains a request with a JSON Web Token: what its head and its claims say, and what the scheme wants. Never its signature. */
final class JwtExplainer {
    private static final Duration LEEWAY = Duration.ofSeconds(60);

    private final JwtScheme scheme;
    private final ReceivedRequest request;
    private final List<Step> steps = new ArrayList<>();

    JwtExplainer(JwtScheme scheme, ReceivedRequest request) {
        this.scheme = scheme;
        this.request = request;
    }

    Explanation explain(Verification verification) {
        steps.add(Step.of(
                Mark.SEEN,
                "scheme",
                scheme.name() + ": a JSON Web Token in the header " + scheme.header(),
                "its keys are " + (scheme.jwks() == null ? "the source's secret" : "at " + scheme.jwks()),
                scheme.bodyHash() == null
                        ? "it vouches for the whole request"
                        : "the claim " + scheme.bodyHash() + " holds the body's SHA-256"));
        String text = request.header(scheme.header());
        if (text == null
                || !text.regionMatches(
                        true, 0, scheme.prefix(), 0, scheme.prefix().length())) {
            steps.add(Step.of(
                    Mark.WRONG,
                    "token",
                    text == null
                            ? "there is no header " + scheme.header()
                            : "the header does not begin with \"" + scheme.prefix() + "\"",
                    "the headers that came: "
                            + String.join(", ", request.headers().keySet())));
        } else {
            parts(text.substring(scheme.prefix().length()).split("\\.", -1));
        }
        return Conclusion.of(verification, steps, List::of, this::advice);
    }

    private void parts(String[] parts) {
        if (parts.length != 3) {
            steps.add(Step.of(Mark.WRONG, "token", parts.length + " parts with dots between, expected 3"));
            return;
        }
        Map<String, ? extends @Nullable Object> head = object("head", parts[0]);
        Map<String, ? extends @Nullable Object> claims = object("claims", parts[1]);
        if (head != null) {
            check("alg", head.get("alg"), scheme.algorithms().contains(head.get("alg")), scheme.algorithms());
        }
        if (claims != null) {
            claims(claims);
        }
    }

    private @Nullable Map<String, ? extends @Nullable Object> object(String what, String part) {
        try {
            String text = new String(Base64.getUrlDecoder().decode(part), UTF_8);
            Map<String, ? extends @Nullable Object> object = Json.readObject(text);
            steps.add(Step.of(Mark.SEEN, what, Shown.bytes(text.getBytes(UTF_8))));
            return object;
        } catch (JsonException | IllegalArgumentException e) {
            steps.add(Step.of(Mark.WRONG, what, "no JSON object in base64url"));
            return null;
        }
    }

    private void claims(Map<String, ? extends @Nullable Object> claims) {
        if (!scheme.issuers().isEmpty()) {
            check("iss", claims.get("iss"), scheme.issuers().contains(claims.get("iss")), scheme.issuers());
        }
        if (scheme.audience() != null) {
            Object audience = claims.get("aud");
            boolean isFor = scheme.audience().equals(audience)
                    || (audience instanceof List<?> several && several.contains(scheme.audience()));
            check("aud", audience, isFor, scheme.audience());
        }
        scheme.claims().forEach((name, value) -> {
            Object said = claims.get(name);
            check(name, said, value.equals(String.valueOf(said)), value);
        });
        time("exp", claims.get("exp"), Duration.between(request.receivedAt(), later(claims.get("exp"), LEEWAY)));
        time(
                "nbf",
                claims.get("nbf"),
                Duration.between(later(claims.get("nbf"), LEEWAY.negated()), request.receivedAt()));
        Duration maxAge = scheme.maxAge();
        if (maxAge != null) {
            Duration age = Duration.between(later(claims.get("iat"), Duration.ZERO), request.receivedAt())
                    .abs();
            time("iat", claims.get("iat"), maxAge.minus(age));
        }
        if (scheme.bodyHash() != null) {
            String hash = Sha256.hex(request.body());
            check("body", claims.get(scheme.bodyHash()), hash.equals(claims.get(scheme.bodyHash())), hash);
        }
    }

    private void check(String what, @Nullable Object said, boolean isRight, Object expected) {
        steps.add(Step.of(
                isRight ? Mark.OK : Mark.WRONG,
                what,
                (said == null ? "missing" : Shown.escaped(Json.write(said)))
                        + (isRight ? "" : ", expected " + Json.write(expected))));
    }

    /** @param left below zero if it is not good at the time of receipt */
    private void time(String what, @Nullable Object said, Duration left) {
        if (said == null) {
            steps.add(Step.of(
                    what.equals("nbf") || (what.equals("exp") && scheme.maxAge() != null) ? Mark.SEEN : Mark.WRONG,
                    what,
                    "missing"));
            return;
        }
        Instant at = instant(said);
        steps.add(Step.of(
                at != null && !left.isNegative() ? Mark.OK : Mark.WRONG,
                what,
                (at == null ? Shown.escaped(Json.write(said)) : at.toString()) + ", received at "
                        + request.receivedAt()));
    }

    private Instant later(@Nullable Object said, Duration by) {
        Instant at = instant(said);
        return at == null ? request.receivedAt() : at.plus(by);
    }

    private static @Nullable Instant instant(@Nullable Object said) {
        try {
            return said instanceof Number number ? Instant.ofEpochSecond(number.longValue()) : null;
        } catch (DateTimeException e) {
            return null;
        }
    }

    private List<String> advice(Verification.Rejected rejected) {
        if (rejected.reason() == Reason.SIGNATURE && steps.stream().noneMatch(step -> step.mark() == Mark.WRONG)) {
            return List.of(
                    "All that it says is as the scheme wants it, but no key that the scheme believes signed it.",
                    "Compare kid in its head with the keys: it is forged, of another environment, or the keys were changed.");
        }
        if (rejected.reason() == Reason.STALE) {
            return List.of("It was judged as received at " + request.receivedAt()
                    + "; say --received-at if it came at another time.");
        }
        return List.of("Compare what is marked wrong with the source's scheme and with the sender's settings.");
    }
}
