package io.weir.operations.aws;

import io.weir.envelope.SqsLimits;
import io.weir.operations.State;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.ChangeMessageVisibilityBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeNameForSends;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeValue;
import software.amazon.awssdk.services.sqs.model.SendMessageRequest;

/**
 * Looks through a queue by receiving from it: SQS has no other way. What is not taken is visible again as soon as the look is
 * over, and by itself if the process ends. Thread-safe.
 */
final class Letters {
    /** What is received is hidden for so long if nobody gives it back. */
    static final Duration HIDDEN = Duration.ofMinutes(2);

    /** A look ends before the first that it received is visible again. */
    private static final Duration LOOK = Duration.ofSeconds(80);

    /** Empty answers in a row: of a small queue SQS may ask servers that hold none of its messages. */
    private static final int EMPTY = 2;

    private final SqsClient sqs;
    private final String url;
    private final State state;

    /** @param state of what lies on the queue */
    Letters(SqsClient sqs, String url, State state) {
        this.sqs = sqs;
        this.url = url;
        this.state = state;
    }

    /** Is shown each letter once a look. */
    @FunctionalInterface
    interface Reader {
        /** What is to become of the letter. */
        Fate read(Letter letter) throws IOException;
    }

    /** What becomes of a letter. */
    enum Fate {
        /** It is visible again once the look is over. */
        GIVEN_BACK,
        /** It has been deleted. */
        GONE,
        /** As {@link #GIVEN_BACK}, and no further one is wanted. */
        ENOUGH
    }

    /**
     * Shows all letters that can be received now.
     *
     * @return whether it came to the end of the queue; false if time or reader ended it
     */
    boolean look(Reader reader) throws IOException {
        List<String> held = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        long end = System.nanoTime() + LOOK.toNanos();
        try {
            int empty = 0;
            while (empty < EMPTY) {
                if (System.nanoTime() > end || Thread.currentThread().isInterrupted()) {
                    return false;
                }
                List<Message> messages = receive();
                empty = messages.isEmpty() ? empty + 1 : 0;
                if (!show(messages, reader, held, seen)) {
                    return false;
                }
            }
            return true;
        } catch (SdkException e) {
            throw new IOException("SQS did not answer: " + e.getMessage(), e);
        } finally {
            giveBack(held);
        }
    }

    /** Returns whether more are wanted. All that was received is held, whatever the reader throws. */
    private boolean show(List<Message> messages, Reader reader, List<String> held, Set<String> seen)
            throws IOException {
        List<String> untouched =
                new ArrayList<>(messages.stream().map(Message::receiptHandle).toList());
        try {
            for (Message message : messages) {
                Fate fate = seen.add(message.messageId()) ? reader.read(new Letter(message, state)) : Fate.GIVEN_BACK;
                if (fate == Fate.GONE) {
                    untouched.remove(message.receiptHandle());
                }
                if (fate == Fate.ENOUGH) {
                    return false;
                }
            }
            return true;
        } finally {
            held.addAll(untouched);
        }
    }

    private List<Message> receive() {
        return sqs.receiveMessage(receive -> receive.queueUrl(url)
                        .maxNumberOfMessages(SqsLimits.BATCH)
                        .visibilityTimeout((int) HIDDEN.toSeconds())
                        .waitTimeSeconds(1)
                        .messageSystemAttributeNames(MessageSystemAttributeName.ALL)
                        .messageAttributeNames("All"))
                .messages();
    }

    /** Best effort: what cannot be given back is visible again after {@link #HIDDEN}. */
    private void giveBack(List<String> receipts) {
        for (int from = 0; from < receipts.size(); from += SqsLimits.BATCH) {
            List<ChangeMessageVisibilityBatchRequestEntry> entries = new ArrayList<>();
            for (String receipt : receipts.subList(from, Math.min(from + SqsLimits.BATCH, receipts.size()))) {
                entries.add(ChangeMessageVisibilityBatchRequestEntry.builder()
                        .id(Integer.toString(entries.size()))
                        .receiptHandle(receipt)
                        .visibilityTimeout(0)
                        .build());
            }
            try {
                sqs.changeMessageVisibilityBatch(change -> change.queueUrl(url).entries(entries));
            } catch (SdkException e) {
                // See above.
            }
        }
    }

    /** Deletes a letter that was shown. */
    void delete(Letter letter) throws IOException {
        try {
            sqs.deleteMessage(delete -> delete.queueUrl(url).receiptHandle(letter.receiptHandle()));
        } catch (SdkException e) {
            throw new IOException("SQS did not delete it: " + e.getMessage(), e);
        }
    }

    /**
     * Sends a letter on, and only then deletes it: it is on one of the two queues at any time. If the process ends between, it
     * is on both, and the worker's claims see to it that it acts once.
     */
    void move(Letter letter, String to) throws IOException {
        Message message = letter.message();
        SendMessageRequest.Builder copy = SendMessageRequest.builder()
                .queueUrl(to)
                .messageBody(message.body())
                .messageAttributes(letter.onward())
                .messageGroupId(message.attributes().get(MessageSystemAttributeName.MESSAGE_GROUP_ID));
        String trace = message.attributes().get(MessageSystemAttributeName.AWS_TRACE_HEADER);
        if (trace != null) {
            copy.messageSystemAttributes(Map.of(
                    MessageSystemAttributeNameForSends.AWS_TRACE_HEADER,
                    MessageSystemAttributeValue.builder()
                            .dataType("String")
                            .stringValue(trace)
                            .build()));
        }
        try {
            sqs.sendMessage(copy.build());
        } catch (SdkException e) {
            throw new IOException("the queue did not take it: " + e.getMessage(), e);
        }
        delete(letter);
    }
}
