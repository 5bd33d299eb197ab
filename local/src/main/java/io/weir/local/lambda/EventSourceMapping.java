package io.weir.local.lambda;

import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse;
import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import io.weir.envelope.SqsLimits;
import io.weir.local.core.Halt;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.DeleteMessageBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/**
 * Does what Lambda's event source mapping does: receives batches, invokes the function, deletes what it did not report
 * as failed. If the function throws, or reports an id that is none of the batch, the whole batch comes back.
 *
 * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html">Handling errors for an SQS
 *     event source</a>
 */
public final class EventSourceMapping implements AutoCloseable {
    private static final int WAIT_SECONDS = 1;
    /** After a batch that was not full more of them gather: together they cost fewer flushes of the disk. */
    private static final long GATHER_MILLIS = 25;

    private static final Duration PAUSE_AFTER_FAULT = Duration.ofSeconds(1);

    private final SqsClient sqs;
    private final String queueUrl;
    private final String queueArn;
    private final RequestHandler<SQSEvent, SQSBatchResponse> function;
    private final Duration timeout;
    private final Load load;
    private final InHand inHand;
    private Courtesy courtesy = new Courtesy(() -> 0);
    private final Consumer<String> warn;
    private final Halt halt;
    private final List<Thread> pollers = new ArrayList<>();
    private volatile @Nullable Instant lastPoll;
    private final CountDownLatch closing = new CountDownLatch(1);

    /**
     * @param timeout the function's; the queue's visibility time-out must be longer
     * @param load at most
     * @param warn takes a line when something fails
     */
    public EventSourceMapping(
            SqsClient sqs,
            String queueUrl,
            RequestHandler<SQSEvent, SQSBatchResponse> function,
            Duration timeout,
            Load load,
            Consumer<String> warn) {
        this(sqs, queueUrl, function, timeout, load, warn, Halt.PROCESS);
    }

    /** @param halt is told of an Error of a thread that polls, or of the function */
    public EventSourceMapping(
            SqsClient sqs,
            String queueUrl,
            RequestHandler<SQSEvent, SQSBatchResponse> function,
            Duration timeout,
            Load load,
            Consumer<String> warn,
            Halt halt) {
        this.halt = halt;
        this.sqs = sqs;
        this.queueUrl = queueUrl;
        this.queueArn = Objects.requireNonNull(sqs.getQueueAttributes(
                        request -> request.queueUrl(queueUrl).attributeNames(QueueAttributeName.QUEUE_ARN))
                .attributes()
                .get(QueueAttributeName.QUEUE_ARN));
        this.function = function;
        this.timeout = timeout;
        this.load = load;
        this.inHand = new InHand(load);
        this.warn = warn;
    }

    /**
     * What goes before a batch: before each, a thread waits until there are no others, for 300 ms at most.
     *
     * @param others how many wait that go first
     */
    public EventSourceMapping after(IntSupplier others) {
        courtesy = new Courtesy(others);
        return this;
    }

    /**
     * Begins to poll.
     *
     * @param concurrency how many threads receive; each batch then has a thread of its own
     */
    public void start(int concurrency) {
        for (int i = 0; i < concurrency; i++) {
            pollers.add(Thread.ofPlatform().name("poller-" + i).start(this::pollUntilClosed));
        }
    }

    private void pollUntilClosed() {
        while (closing.getCount() > 0) {
            try {
                receiveOne();
            } catch (RuntimeException e) {
                warn.accept("the queue cannot be polled: " + e);
                pause();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            } catch (Error e) {
                halt.because(Thread.currentThread().getName(), e);
                pause(); // halting is at once; where it is not, the thread goes on
            }
        }
    }

    /** Receives a batch and lets a thread of its own go on with it: the next one waits for room, not for this one's end. */
    private void receiveOne() throws InterruptedException {
        courtesy.letThemFirst(closing);
        InHand.Batch batch = inHand.begin();
        boolean isStarted = false;
        try {
            gather(batch);
            if (!batch.messages().isEmpty()) {
                Thread.ofVirtual().name("batch").start(() -> run(batch));
                isStarted = true;
            }
        } finally {
            if (!isStarted) {
                batch.end();
            }
        }
        if (isStarted && batch.room() > 0 && closing.await(GATHER_MILLIS, TimeUnit.MILLISECONDS)) {
            return;
        }
    }

    /** By as many calls as a batch takes, as long as each gives all that it can and there is room for more. */
    private void gather(InHand.Batch batch) {
        while (batch.room() > 0 && closing.getCount() > 0) {
            int asked = Math.min(batch.room(), SqsLimits.BATCH);
            List<Message> some = batch.messages().isEmpty() ? receive(asked, WAIT_SECONDS) : receiveMore(asked);
            batch.add(some);
            if (some.size() < asked) {
                return;
            }
        }
    }

    /** What was received already does not wait for what cannot be. */
    private List<Message> receiveMore(int most) {
        try {
            return receive(most, 0);
        } catch (SdkException e) {
            warn.accept("the queue cannot be polled: " + e);
            return List.of();
        }
    }

    private void run(InHand.Batch batch) {
        try {
            invoke(batch.messages());
        } catch (Error e) {
            halt.because(Thread.currentThread().getName(), e);
            pause(); // where that does not end the process, neither may it end the mapping
        } finally {
            batch.end();
        }
    }

    private List<Message> receive(int most, int waitSeconds) {
        lastPoll = Instant.now();
        return sqs.receiveMessage(request -> request.queueUrl(queueUrl)
                        .maxNumberOfMessages(most)
                        .waitTimeSeconds(waitSeconds)
                        .messageAttributeNames("All")
                        .messageSystemAttributeNamesWithStrings("All"))
                .messages();
    }

    /**
     * Receives one batch by one call, if there is any, and has it processed.
     *
     * @param waitSeconds to wait for one
     * @return how many messages were received
     */
    public int poll(int waitSeconds) {
        List<Message> messages = receive(Math.min(load.batch(), SqsLimits.BATCH), waitSeconds);
        if (!messages.isEmpty()) {
            invoke(messages);
        }
        return messages.size();
    }

    /** Name of its queue. */
    public String queue() {
        return queueUrl.substring(queueUrl.lastIndexOf('/') + 1);
    }

    /** Whether all its threads live; false before they are started. */
    public boolean isAlive() {
        return !pollers.isEmpty() && pollers.stream().allMatch(Thread::isAlive);
    }

    /** When one of its threads last asked the queue, or null if none has. */
    public @Nullable Instant lastPoll() {
        return lastPoll;
    }

    private void pause() {
        try {
            if (closing.await(PAUSE_AFTER_FAULT.toMillis(), TimeUnit.MILLISECONDS)) {
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void invoke(List<Message> messages) {
        Set<String> failed = new HashSet<>();
        try {
            SQSBatchResponse response =
                    function.handleRequest(LambdaEvents.of(messages, queueArn), new LocalContext("worker", timeout));
            response.getBatchItemFailures().forEach(failure -> failed.add(failure.getItemIdentifier()));
        } catch (RuntimeException e) {
            warn.accept("the worker failed, the batch comes back: " + e);
            return;
        }
        Set<String> ids = new HashSet<>();
        messages.forEach(message -> ids.add(message.messageId()));
        if (!ids.containsAll(failed)) {
            warn.accept("the worker reported ids that are none of the batch; the whole batch comes back");
            return;
        }
        delete(messages.stream()
                .filter(message -> !failed.contains(message.messageId()))
                .toList());
    }

    private void delete(List<Message> messages) {
        for (int i = 0; i < messages.size(); i += SqsLimits.BATCH) {
            deleteTogether(messages.subList(i, Math.min(messages.size(), i + SqsLimits.BATCH)));
        }
    }

    /** What cannot be deleted comes back, as on AWS; the worker then finds a duplicate. */
    private void deleteTogether(List<Message> messages) {
        try {
            sqs.deleteMessageBatch(request -> request.queueUrl(queueUrl)
                    .entries(messages.stream()
                            .map(message -> DeleteMessageBatchRequestEntry.builder()
                                    .id(message.messageId())
                                    .receiptHandle(message.receiptHandle())
                                    .build())
                            .toList()));
        } catch (SdkException e) {
            warn.accept("processed messages could not be deleted: " + e.getMessage());
        }
    }

    /** Takes no more batches, and does not wait: a poll that is under way ends meanwhile. */
    public void stop() {
        closing.countDown();
    }

    /** Takes no more batches and waits until those under way are done. */
    @Override
    public void close() {
        stop();
        try {
            for (Thread poller : pollers) {
                poller.join(timeout.toMillis());
            }
            inHand.awaitNone(timeout);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
