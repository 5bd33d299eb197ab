package io.weir.worker.batch;

/** Processes one record. Thread-safe: records of a batch run in parallel. */
@FunctionalInterface
public interface RecordHandler {
    /**
     * Processes the record to one outcome.
     *
     * @throws Exception what is thrown counts as {@link Outcome.Retry}
     */
    Outcome handle(QueueRecord record, TimeBudget budget) throws Exception;
}
