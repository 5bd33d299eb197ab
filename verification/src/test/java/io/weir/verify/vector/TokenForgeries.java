package io.weir.verify.vector;

import io.weir.envelope.ReceivedRequest;
import io.weir.envelope.scheme.FieldLocation;
import io.weir.envelope.scheme.TokenScheme;
import io.weir.verify.FieldWriter;
import io.weir.verify.Reason;
import io.weir.verify.RequestField;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** What someone who has not seen the token may try. */
final class TokenForgeries {
    private TokenForgeries() {}

    static List<Forgery> of(PresetVector vector) {
        TokenScheme scheme = (TokenScheme) vector.scheme();
        ReceivedRequest request = vector.request();
        String secret = Objects.requireNonNull(vector.secret());
        List<Forgery> forgeries = new ArrayList<>();
        forgeries.add(Forgery.of("another secret", vector.with(Changes.otherStart(secret), null), Reason.SIGNATURE));
        forgeries.add(Forgery.of("a longer secret", vector.with(secret + "x", null), Reason.SIGNATURE));
        FieldLocation at = scheme.at();
        String shown = shown(at, request).substring(scheme.prefix().length());
        forgeries.add(Forgery.of(
                "another token",
                vector.with(put(request, at, scheme.prefix() + Changes.otherStart(shown))),
                Reason.SIGNATURE));
        forgeries.add(Forgery.of(
                "a token cut short",
                vector.with(put(request, at, scheme.prefix() + shown.substring(0, shown.length() - 1))),
                Reason.SIGNATURE));
        forgeries.add(Forgery.of("an empty token", vector.with(put(request, at, "")), Reason.UNSIGNED));
        if (!scheme.prefix().isEmpty()) {
            forgeries.add(Forgery.of("no prefix", vector.with(put(request, at, shown)), Reason.UNSIGNED));
        }
        if (at instanceof FieldLocation.Header(String header)) {
            forgeries.add(
                    Forgery.of("no token", vector.with(Changes.without(request, Set.of(header))), Reason.UNSIGNED));
        }
        return forgeries;
    }

    private static String shown(FieldLocation at, ReceivedRequest request) {
        FieldLocation first = at instanceof FieldLocation.Body body ? body.first() : at;
        return Objects.requireNonNull(RequestField.read(first, request));
    }

    /** In the place of what is there: a second parameter of one name is none. */
    private static ReceivedRequest put(ReceivedRequest request, FieldLocation at, String value) {
        return at instanceof FieldLocation.Query
                ? FieldWriter.put(
                        Changes.url(
                                request,
                                request.url().substring(0, request.url().indexOf('?'))),
                        at,
                        value)
                : FieldWriter.put(request, at, value);
    }
}
