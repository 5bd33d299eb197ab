package io.weir.local.sqs;

import io.weir.envelope.SqsLimits;
import io.weir.local.sqs.rules.SqsErrors;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import software.amazon.awssdk.services.sqs.model.BatchResultErrorEntry;
import software.amazon.awssdk.services.sqs.model.SqsException;

/**
 * What became of the entries of a batch, each on its own.
 *
 * @param <R> the result of an entry
 */
record Batch<R>(List<R> successful, List<BatchResultErrorEntry> failed) {
    /** What is done for an entry. */
    @FunctionalInterface
    interface Work<E, R> {
        R run(E entry) throws SQLException;
    }

    /** Refuses, as a whole, what is no batch. */
    static <E> void check(List<E> entries, Function<E, String> id) {
        if (entries.isEmpty()) {
            throw SqsErrors.emptyBatch();
        }
        if (entries.size() > SqsLimits.BATCH) {
            throw SqsErrors.tooManyEntries();
        }
        Set<String> ids = new HashSet<>();
        for (E entry : entries) {
            if (!ids.add(id.apply(entry))) {
                throw SqsErrors.idsNotDistinct();
            }
        }
    }

    static <E, R> Batch<R> of(List<E> entries, Function<E, String> id, Work<E, R> work) throws SQLException {
        List<R> successful = new ArrayList<>();
        List<BatchResultErrorEntry> failed = new ArrayList<>();
        for (E entry : entries) {
            try {
                successful.add(work.run(entry));
            } catch (SqsException e) {
                failed.add(BatchResultErrorEntry.builder()
                        .id(id.apply(entry))
                        .code(e.awsErrorDetails().errorCode())
                        .message(e.awsErrorDetails().errorMessage())
                        .senderFault(e.statusCode() < 500)
                        .build());
            }
        }
        return new Batch<>(successful, failed);
    }
}
