package io.weir.operations.aws;

import com.github.f4b6a3.ulid.Ulid;
import io.weir.envelope.ReceivedRequest;
import io.weir.operations.AttemptSummary;
import io.weir.operations.Filter;
import io.weir.operations.Group;
import io.weir.operations.Page;
import io.weir.operations.RequestLife;
import io.weir.operations.RequestLife.Body;
import io.weir.operations.RequestSummary;
import io.weir.operations.State;
import io.weir.operations.aws.Letters.Fate;
import io.weir.operations.aws.ledger.Conditions;
import io.weir.operations.aws.ledger.Cursor;
import io.weir.operations.aws.ledger.Groups;
import io.weir.operations.aws.ledger.Life;
import io.weir.operations.aws.ledger.LogQueries;
import io.weir.operations.aws.ledger.LogQueries.Found;
import io.weir.operations.aws.ledger.Span;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Finds requests: by the log lines, and what is dead or unproven in its queue. */
final class Requests {
    /** Where nobody says since when. */
    private static final Duration DEFAULT_SPAN = Duration.ofHours(24);

    /** Where a request is looked for whose id does not tell its time. */
    private static final Duration LONG_SPAN = Duration.ofDays(30);

    /** A request lives for so long after its receipt at most: the retention of a queue, a lane and the dead letters. */
    private static final Duration LIFE = Duration.ofDays(42);

    /** Clocks differ, and a line is written after the request. */
    private static final Duration LEEWAY = Duration.ofMinutes(5);

    /** How long the listen queue keeps a message. */
    private static final Duration HEARD = Duration.ofHours(1);

    private static final int MAX_LETTERS = LogQueries.MAX_ROWS;

    /** An id that no request has. */
    private static final String NONE = "(none)";

    private static final Pattern ID_OR_BEGINNING = Pattern.compile("(?i)[0-7][0-9A-HJKMNP-TV-Z]{5,25}");

    private final LogQueries queries;
    private final Map<State, Letters> letters;
    private final Envelopes envelopes;
    private final Clock clock;

    /** @param letters of the states whose requests lie in a queue of their own */
    Requests(LogQueries queries, Map<State, Letters> letters, Envelopes envelopes, Clock clock) {
        this.queries = queries;
        this.letters = letters;
        this.envelopes = envelopes;
        this.clock = clock;
    }

    /** Whether the queues tell it better than the logs: what SQS itself moved there has no line. */
    static boolean isOfLetters(Filter filter) {
        return !filter.states().isEmpty()
                && EnumSet.of(State.DEAD, State.UNPROVEN).containsAll(filter.states());
    }

    Page list(Filter filter, @Nullable String after, int limit) throws IOException {
        return isOfLetters(filter) ? pageOfLetters(filter, after, limit) : pageOfLines(filter, after, limit);
    }

    private Page pageOfLetters(Filter filter, @Nullable String after, int limit) throws IOException {
        List<RequestSummary> all = new ArrayList<>();
        boolean isWhole = letters(filter, all);
        int from = after == null ? 0 : index(all, after);
        List<RequestSummary> page = all.subList(Math.min(from, all.size()), Math.min(from + limit, all.size()));
        boolean isLast = from + limit >= all.size();
        return new Page(
                page, isLast || page.isEmpty() ? null : cursor(page.getLast()), isWhole ? null : clock.instant());
    }

    /**
     * The filter as letters can be asked: they know neither the type nor the sender's id of the event, so what is asked by those
     * is looked up in the logs.
     */
    Filter ofLetters(Filter filter) throws IOException {
        boolean isId =
                filter.ids().stream().allMatch(id -> ID_OR_BEGINNING.matcher(id).matches());
        if (filter.type() == null && isId) {
            return filter;
        }
        Filter asked = new Filter(Set.of(), filter.sources(), null, null, null, filter.ids(), filter.type(), null);
        Instant now = clock.instant();
        List<String> ids = new ArrayList<>(filter.ids());
        queries.find(Conditions.of(asked), new Span(now.minus(LIFE), now.plus(LEEWAY)), LogQueries.MAX_ROWS)
                .forEach(found -> ids.add(found.id()));
        return filter.withType(null).withIds(ids.isEmpty() ? List.of(NONE) : ids);
    }

    /** Adds what the queues hold, newest first. Returns whether all of them was seen. */
    private boolean letters(Filter asked, List<RequestSummary> all) throws IOException {
        Filter filter = ofLetters(asked);
        boolean isWhole = true;
        for (State state : filter.states()) {
            Letters queue = Objects.requireNonNull(letters.get(state));
            isWhole &= queue.look(letter -> {
                if (LetterChange.admits(letter, filter, envelopes)) {
                    all.add(letter.summary());
                }
                return all.size() < MAX_LETTERS ? Fate.GIVEN_BACK : Fate.ENOUGH;
            });
        }
        all.sort(Comparator.comparing(RequestSummary::receivedAt)
                .thenComparing(RequestSummary::id)
                .reversed());
        return isWhole;
    }

    private static String cursor(RequestSummary request) {
        return request.receivedAt() + " " + request.id();
    }

    private static int index(List<RequestSummary> all, String after) {
        int index = 0;
        while (index < all.size() && cursor(all.get(index)).compareTo(after) >= 0) {
            index++;
        }
        return index;
    }

    /** Two questions: of which requests some line matches, and all lines of those, since a later one may say otherwise. */
    private Page pageOfLines(Filter filter, @Nullable String after, int limit) throws IOException {
        Instant now = clock.instant();
        Instant from = since(filter, now);
        Cursor cursor = after == null ? Cursor.first(now.plus(LEEWAY)) : Cursor.parse(after);
        // All of them each time, since a request is in its place by its newest line, wherever the page ends.
        int asked = after == null ? limit : LogQueries.MAX_ROWS;
        List<Found> found = queries.find(Conditions.of(filter), new Span(from, cursor.to()), asked);
        List<Found> rest = found.stream().filter(cursor::isBehind).toList();
        List<Found> page = rest.subList(0, Math.min(limit, rest.size()));
        List<RequestSummary> requests = lives(page.stream().map(Found::id).toList(), from).stream()
                .map(Life::request)
                .filter(request -> admits(filter, request))
                .toList();
        if (page.isEmpty() || (found.size() < asked && page.size() == rest.size())) {
            return new Page(requests, null, null);
        }
        Cursor next = cursor.next(page, found.size() >= LogQueries.MAX_ROWS && page.size() == rest.size());
        return new Page(requests, next.text(), page.getLast().newest());
    }

    private static Instant since(Filter filter, Instant now) {
        return filter.since() != null ? filter.since() : now.minus(filter.ids().isEmpty() ? DEFAULT_SPAN : LONG_SPAN);
    }

    /** A text may stand in a body, which is no longer at hand: then what the lines hold decides. */
    private static boolean admits(Filter filter, RequestSummary request) {
        return Conditions.admits(filter, request);
    }

    private List<Life> lives(List<String> ids, Instant since) throws IOException {
        if (ids.isEmpty()) {
            return List.of();
        }
        Instant from = ids.stream()
                .map(Requests::receivedAt)
                .filter(Objects::nonNull)
                .min(Comparator.naturalOrder())
                .map(time -> time.minus(LEEWAY))
                .orElse(since);
        Span span =
                new Span(from.isBefore(since) ? from : since, clock.instant().plus(LEEWAY));
        return Life.of(queries.lines(ids, span));
    }

    /** When the door gave the id, or null of what it did not give. */
    private static @Nullable Instant receivedAt(String id) {
        return ReceivedRequest.isId(id) ? Instant.ofEpochMilli(Ulid.from(id).getTime()) : null;
    }

    List<Group> groups(Filter filter) throws IOException {
        List<RequestSummary> all = new ArrayList<>();
        if (isOfLetters(filter)) {
            letters(filter, all);
        } else {
            Instant now = clock.instant();
            Instant from = since(filter, now);
            Life.of(queries.newest(Conditions.ofEveryLine(filter), new Span(from, now.plus(LEEWAY)))).stream()
                    .map(Life::request)
                    .filter(request -> admits(filter, request))
                    .forEach(all::add);
        }
        return Groups.of(all);
    }

    @Nullable
    RequestLife show(String id) throws IOException {
        Life life = life(id);
        if (life == null) {
            return ofLetter(id);
        }
        State state = life.request().state();
        boolean isKept = life.archiveKey() != null;
        Body body = state.isQueued() ? Body.QUEUE : isKept ? Body.ARCHIVE : Body.GONE;
        return new RequestLife(life.request(), life.attempts(), body, life.archiveKey(), replays(life.request()));
    }

    /** What its lines tell, or null if it has none. */
    @Nullable
    Life life(String id) throws IOException {
        List<Life> lives = lives(List.of(id), since(id));
        return lives.isEmpty() ? null : lives.getFirst();
    }

    private Instant since(String id) {
        Instant received = receivedAt(id);
        return received == null ? clock.instant().minus(LONG_SPAN) : received.minus(LEEWAY);
    }

    private List<String> replays(RequestSummary request) throws IOException {
        if (request.state() != State.DONE && request.state() != State.DUPLICATE && request.state() != State.FILTERED) {
            return List.of();
        }
        Instant now = clock.instant();
        Instant end = request.receivedAt().plus(LIFE);
        Span span = new Span(request.receivedAt(), (end.isBefore(now) ? end : now).plus(LEEWAY));
        return queries.replaysOf(request.id(), span);
    }

    private @Nullable RequestLife ofLetter(String id) throws IOException {
        Letter letter = letter(id);
        if (letter == null) {
            return null;
        }
        RequestSummary request = letter.summary();
        List<AttemptSummary> attempts = request.reason() == null ? List.of() : List.of(letter.lastAttempt());
        return new RequestLife(request, attempts, letter.inboxKey() == null ? Body.QUEUE : Body.INBOX, null, List.of());
    }

    /** The dead or unproven letter of this id, or null if there is none. */
    private @Nullable Letter letter(String id) throws IOException {
        List<Letter> found = new ArrayList<>();
        for (State state : List.of(State.DEAD, State.UNPROVEN)) {
            Objects.requireNonNull(letters.get(state)).look(letter -> {
                if (letter.id().equals(id)) {
                    found.add(letter);
                }
                return found.isEmpty() ? Fate.GIVEN_BACK : Fate.ENOUGH;
            });
            if (!found.isEmpty()) {
                return found.getFirst();
            }
        }
        return null;
    }

    /** The request as it was received, if a queue of letters, the inbox or the archive has it. */
    @Nullable
    ReceivedRequest envelope(String id) throws IOException {
        Life life = life(id);
        if (life != null && life.request().updatedAt().isAfter(clock.instant().minus(HEARD))) {
            ReceivedRequest heard = envelopes.ofListenQueue(id);
            if (heard != null) {
                return heard;
            }
        }
        if (life != null && life.archiveKey() != null && !life.request().state().isQueued()) {
            return envelopes.ofArchive(id, life.archiveKey());
        }
        if (life != null
                && !Set.of(State.DEAD, State.UNPROVEN).contains(life.request().state())) {
            return null;
        }
        Letter letter = letter(id);
        return letter == null ? null : envelopes.of(letter);
    }
}
