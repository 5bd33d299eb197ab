package io.weir.operations.aws.ledger;

import io.weir.operations.OperationsException;
import io.weir.operations.aws.ledger.LogQueries.Found;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Where a page of found requests ended.
 *
 * @param to up to which time lines are looked at
 * @param newest the newest line of the page's last request
 * @param shown requests of that very time which were on the page, or on one before
 */
public record Cursor(Instant to, Instant newest, Set<String> shown) {
    /** Before the first page. */
    public static Cursor first(Instant to) {
        return new Cursor(to, Instant.MAX, Set.of());
    }

    /**
     * Reads {@link #text()}.
     *
     * @throws OperationsException if it is no such text
     */
    public static Cursor parse(String text) throws OperationsException {
        String[] words = text.split(" ", -1);
        try {
            if (words.length >= 2) {
                Set<String> shown = new HashSet<>(List.of(words).subList(2, words.length));
                return new Cursor(Instant.parse(words[0]), Instant.parse(words[1]), shown);
            }
        } catch (DateTimeException e) {
            // The error below.
        }
        throw new OperationsException("not a place in a list of this deployment: " + text);
    }

    /** Whether a request comes behind the page. */
    public boolean isBehind(Found found) {
        return found.newest().isBefore(newest) || (found.newest().equals(newest) && !shown.contains(found.id()));
    }

    /**
     * Where the page after it begins.
     *
     * @param isExhausted whether nothing is left of what one question can answer: then the next asks for
     *     what is older
     */
    public Cursor next(List<Found> page, boolean isExhausted) {
        Instant last = page.getLast().newest();
        Set<String> same = new HashSet<>(last.equals(newest) ? shown : Set.of());
        page.stream().filter(found -> found.newest().equals(last)).forEach(found -> same.add(found.id()));
        return new Cursor(isExhausted ? last : to, last, same);
    }

    public String text() {
        return to + " " + newest + (shown.isEmpty() ? "" : " " + String.join(" ", shown));
    }
}
