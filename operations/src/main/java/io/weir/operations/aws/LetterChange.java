package io.weir.operations.aws;

import io.weir.envelope.ReceivedRequest;
import io.weir.operations.Filter;
import io.weir.operations.aws.Letters.Fate;
import io.weir.operations.aws.ledger.Conditions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Changes the letters of a queue that a filter admits, and gives back the rest. */
final class LetterChange {
    private final Letters letters;
    private final Filter filter;
    private final Envelopes envelopes;

    LetterChange(Letters letters, Filter filter, Envelopes envelopes) {
        this.letters = letters;
        this.filter = filter;
        this.envelopes = envelopes;
    }

    /** Sends them to a queue, where the worker goes on with them. */
    void move(Run run, String to) throws IOException {
        change(run, letter -> letters.move(letter, to));
    }

    void remove(Run run) throws IOException {
        change(run, letters::delete);
    }

    private interface Step {
        void on(Letter letter) throws IOException;
    }

    /** As many looks as it takes: each is short, so that nothing that it holds comes back meanwhile. */
    private void change(Run run, Step step) throws IOException {
        boolean isAll = false;
        long before = -1;
        while (!isAll && !run.isOver() && before != run.count()) {
            before = run.count();
            isAll = letters.look(letter -> change(run, letter, step));
        }
    }

    private Fate change(Run run, Letter letter, Step step) throws IOException {
        if (run.isOver()) {
            return Fate.ENOUGH;
        }
        if (!admits(letter) || !run.meets(letter.id())) {
            return Fate.GIVEN_BACK;
        }
        run.pace();
        if (run.isOver()) {
            return Fate.ENOUGH;
        }
        try {
            step.on(letter);
            run.done();
            return Fate.GONE;
        } catch (IOException e) {
            run.failed(letter.id(), String.valueOf(e.getMessage()));
            return Fate.GIVEN_BACK;
        }
    }

    private boolean admits(Letter letter) throws IOException {
        return admits(letter, filter, envelopes);
    }

    /** Whether a filter admits a letter; its envelope is looked at only if the filter asks for a text. */
    static boolean admits(Letter letter, Filter filter, Envelopes envelopes) throws IOException {
        String grep = filter.grep();
        return Conditions.admitsAllButText(filter, letter.summary())
                && (grep == null
                        || Conditions.holdsText(filter, letter.summary())
                        || holds(envelopes.of(letter), grep));
    }

    /** Whether body, headers or URL hold a text; letters' case does not matter. */
    static boolean holds(@Nullable ReceivedRequest request, String text) {
        if (request == null) {
            return false;
        }
        String lower = text.toLowerCase(Locale.ROOT);
        return lower(new String(request.body(), StandardCharsets.UTF_8)).contains(lower)
                || lower(request.url()).contains(lower)
                || request.headers().values().stream()
                        .anyMatch(value -> lower(value).contains(lower));
    }

    private static String lower(String text) {
        return text.toLowerCase(Locale.ROOT);
    }
}
