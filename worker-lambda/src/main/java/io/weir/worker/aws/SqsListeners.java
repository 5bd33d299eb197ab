package io.weir.worker.aws;

import io.weir.worker.record.Outcome;
import io.weir.worker.record.QueueRecord;
import io.weir.worker.record.Report;
import java.util.concurrent.Semaphore;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sqs.SqsClient;

/**
 * Copies what is proven and over to a queue for those who listen, so that they can have it sent to their own machine. Best
 * effort: nobody waits for it, what is too much at once is left out, and where it fails nothing else does. Thread-safe.
 */
final class SqsListeners implements Report.Listener {
    /** Each holds a message's body. */
    private static final int AT_ONCE = 16;

    private final SqsClient sqs;
    private final String queueUrl;
    private final Semaphore places = new Semaphore(AT_ONCE);

    SqsListeners(SqsClient sqs, String queueUrl) {
        this.sqs = sqs;
        this.queueUrl = queueUrl;
    }

    @Override
    public void report(Report report) {
        if (isWanted(report) && places.tryAcquire()) {
            QueueRecord record = report.record();
            Thread.ofVirtual().name("listen").start(() -> {
                try {
                    sqs.sendMessage(SqsCopy.request(queueUrl, record, record.attributes())
                            .build());
                } catch (SdkException e) {
                    // Nobody may be listening, and whoever does can ask for the event again.
                } finally {
                    places.release();
                }
            });
        }
    }

    /** Once a record: at its end, and neither what was met before nor what an operator wanted again. */
    private static boolean isWanted(Report report) {
        boolean over = report.outcome() instanceof Outcome.Done || report.outcome() instanceof Outcome.Dead;
        return over && report.notes().isProven() && report.notes().isFirst();
    }
}
