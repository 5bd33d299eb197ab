package io.weir.worker.batch;

import io.weir.worker.record.Notes;
import io.weir.worker.record.Outcome;
import io.weir.worker.record.QueueRecord;
import io.weir.worker.record.TimeBudget;

/** Processes one record. Thread-safe: records of a batch run in parallel. */
@FunctionalInterface
public interface RecordHandler {
    /**
     * Processes the record to one outcome.
     *
     * @param notes takes what becomes known on the way
     * @throws Exception what is thrown counts as {@link Outcome.Retry}
     */
    Outcome handle(QueueRecord record, TimeBudget budget, Notes notes) throws Exception;
}
