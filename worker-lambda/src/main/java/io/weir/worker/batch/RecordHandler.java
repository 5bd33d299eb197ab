package io.weir.worker.batch;

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
