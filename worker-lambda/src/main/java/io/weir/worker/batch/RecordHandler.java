package io.weir.worker.batch;

import io.weir.worker.record.Notes;
import io.weir.worker.record.Opened;
import io.weir.worker.record.Outcome;
import io.weir.worker.record.QueueRecord;
import org.jspecify.annotations.Nullable;

/** Processes one record in two steps. Thread-safe: records of a batch run in parallel. */
public interface RecordHandler {
    /**
     * Opens the envelope and finds the source. Causes no effect.
     *
     * @throws Exception what is thrown counts as {@link Outcome.Retry}
     */
    Opened open(QueueRecord record) throws Exception;

    /** Where the message lies to which the record points, told without a look at it; null if it is no pointer. */
    @Nullable
    String inboxKey(QueueRecord record);

    /**
     * Processes what was opened to one outcome.
     *
     * @param opened never {@link Opened.Decided}
     * @param notes takes what becomes known on the way
     * @throws Exception what is thrown counts as {@link Outcome.Retry}
     */
    Outcome handle(Opened opened, Notes notes) throws Exception;
}
