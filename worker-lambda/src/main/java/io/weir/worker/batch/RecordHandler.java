package io.weir.worker.batch;

import io.weir.worker.record.Notes;
import io.weir.worker.record.Opened;
import io.weir.worker.record.Outcome;
import io.weir.worker.record.QueueRecord;

/** Processes one record in two steps. Thread-safe: records of a batch run in parallel. */
public interface RecordHandler {
    /**
     * Opens the envelope and finds the source. Causes no effect.
     *
     * @throws Exception what is thrown counts as {@link Outcome.Retry}
     */
    Opened open(QueueRecord record) throws Exception;

    /**
     * Processes what was opened to one outcome.
     *
     * @param opened never {@link Opened.Decided}
     * @param notes takes what becomes known on the way
     * @throws Exception what is thrown counts as {@link Outcome.Retry}
     */
    Outcome handle(Opened opened, Notes notes) throws Exception;
}
