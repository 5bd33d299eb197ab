package io.weir.operations.aws.ledger;

import java.io.IOException;
import java.util.Collection;
import java.util.List;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/** By Logs Insights, until that turns out not to exist; then by reading every line. */
public final class EitherQueries implements LogQueries {
    private final LogQueries first;
    private final LogQueries second;
    private volatile boolean isFirstUnsupported;

    public EitherQueries(LogQueries first, LogQueries second) {
        this.first = first;
        this.second = second;
    }

    @FunctionalInterface
    private interface Question<T> {
        T ask(LogQueries queries) throws IOException;
    }

    private <T> T ask(Question<T> question) throws IOException {
        if (isFirstUnsupported) {
            return question.ask(second);
        }
        try {
            return question.ask(first);
        } catch (IOException e) {
            if (e.getCause() instanceof AwsServiceException refusal && refusal.statusCode() == 501) {
                isFirstUnsupported = true;
                return question.ask(second);
            }
            throw e;
        }
    }

    @Override
    public List<Found> find(Conditions conditions, Span span, int limit) throws IOException {
        return ask(queries -> queries.find(conditions, span, limit));
    }

    @Override
    public List<LogLine> lines(Collection<String> ids, Span span) throws IOException {
        return ask(queries -> queries.lines(ids, span));
    }

    @Override
    public List<LogLine> newest(Conditions conditions, Span span) throws IOException {
        return ask(queries -> queries.newest(conditions, span));
    }

    @Override
    public List<String> replaysOf(String id, Span span) throws IOException {
        return ask(queries -> queries.replaysOf(id, span));
    }

    @Override
    public List<LogCount> counts(Span span) throws IOException {
        return ask(queries -> queries.counts(span));
    }
}
