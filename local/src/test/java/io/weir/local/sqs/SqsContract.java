package io.weir.local.sqs;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.local.sqs.rules.SqsMd5;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.sqs.model.ChangeMessageVisibilityBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.DeleteMessageBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequestEntry;

/** What an SQS queue does. Run against our own queue and against peers, so that ours can be believed. */
abstract class SqsContract extends SqsRefusalContract {
    @Test
    void send_message_comesOutWithItsBodyAndAttributes() {
        MessageAttributeValue binary = MessageAttributeValue.builder()
                .dataType("Binary")
                .binaryValue(SdkBytes.fromByteArray(new byte[] {0, 1, (byte) 0xFF}))
                .build();
        Map<String, MessageAttributeValue> attributes = Map.of(
                "a",
                text("ä€😀"),
                "n",
                MessageAttributeValue.builder()
                        .dataType("Number")
                        .stringValue("42")
                        .build(),
                "b",
                binary);
        var sent = sqs().sendMessage(
                        request -> request.queueUrl(url).messageBody("body ä\n").messageAttributes(attributes));

        Message message = receive(url, 1, 30, 1).getFirst();

        assertThat(message.messageId()).isEqualTo(sent.messageId());
        assertThat(message.body()).isEqualTo("body ä\n");
        assertThat(message.messageAttributes()).isEqualTo(attributes);
        assertThat(message.md5OfBody()).isEqualTo(sent.md5OfMessageBody());
        assertThat(sent.md5OfMessageAttributes()).isEqualTo(SqsMd5.of(attributes));
        assertThat(message.attributes()).containsKey(MessageSystemAttributeName.SENT_TIMESTAMP);
    }

    @Test
    void receive_emptyQueue_isNothing() {
        assertThat(receive(url, 10, 30, 0)).isEmpty();
    }

    @Test
    void receive_attributesThatWereNotAskedFor_areLeftOut() {
        sqs().sendMessage(request ->
                request.queueUrl(url).messageBody("x").messageAttributes(Map.of("a", text("1"), "b", text("2"))));
        Message message = sqs().receiveMessage(request -> request.queueUrl(url).messageAttributeNames("a"))
                .messages()
                .getFirst();
        assertThat(message.messageAttributes()).containsOnlyKeys("a");
        assertThat(message.attributes()).isEmpty();
    }

    @Test
    void receive_withinTheVisibilityTimeout_isHiddenAndComesBackBehindIt() {
        send("x");
        assertThat(bodies(url, 1, 1)).containsExactly("x");
        assertThat(bodies(url, 1, 0)).isEmpty();
        Message again = receive(url, 1, 30, 5).getFirst();
        assertThat(again.attributes()).containsEntry(MessageSystemAttributeName.APPROXIMATE_RECEIVE_COUNT, "2");
    }

    @Test
    void delete_received_isGone() {
        send("x");
        delete(url, receive(url, 1, 1, 1).getFirst());
        assertThat(receive(url, 1, 1, 2)).isEmpty();
    }

    @Test
    void changeVisibility_zero_comesBackAtOnce() {
        send("x");
        Message message = receive(url, 1, 30, 1).getFirst();
        sqs().changeMessageVisibility(request ->
                request.queueUrl(url).receiptHandle(message.receiptHandle()).visibilityTimeout(0));
        assertThat(bodies(url, 30, 1)).containsExactly("x");
    }

    @Test
    void changeVisibilityBatch_ofSome_hidesThem() {
        send("x");
        Message message = receive(url, 1, 1, 1).getFirst();
        var response = sqs().changeMessageVisibilityBatch(request -> request.queueUrl(url)
                .entries(ChangeMessageVisibilityBatchRequestEntry.builder()
                        .id("a")
                        .receiptHandle(message.receiptHandle())
                        .visibilityTimeout(60)
                        .build()));
        assertThat(response.successful()).hasSize(1);
        assertThat(receive(url, 1, 1, 2)).isEmpty();
    }

    @Test
    void redrive_receivedTooOften_movesToTheDeadLetterQueueUnchanged() {
        String dlq = create(Map.of());
        String arn = sqs().getQueueAttributes(
                        request -> request.queueUrl(dlq).attributeNames(QueueAttributeName.QUEUE_ARN))
                .attributes()
                .get(QueueAttributeName.QUEUE_ARN);
        sqs().setQueueAttributes(request -> request.queueUrl(url)
                .attributes(Map.of(
                        QueueAttributeName.REDRIVE_POLICY,
                        "{\"deadLetterTargetArn\":\"" + arn + "\",\"maxReceiveCount\":2}")));
        sqs().sendMessage(request ->
                request.queueUrl(url).messageBody("poison").messageAttributes(Map.of("a", text("1"))));

        assertThat(bodies(url, 0, 1)).containsExactly("poison");
        assertThat(bodies(url, 0, 1)).containsExactly("poison");
        assertThat(receive(url, 10, 0, 1)).isEmpty();

        Message dead = receive(dlq, 1, 30, 1).getFirst();
        assertThat(dead.body()).isEqualTo("poison");
        assertThat(dead.messageAttributes()).containsEntry("a", text("1"));
    }

    @Test
    void fifo_group_keepsItsOrderAndIsBlockedWhileOneIsInFlight() {
        String fifo = create(Map.of(QueueAttributeName.FIFO_QUEUE, "true"));
        sendFifo(fifo, "a1", "a");
        sendFifo(fifo, "a2", "a");
        sendFifo(fifo, "b1", "b");

        Message first = receive(fifo, 1, 30, 1).getFirst();
        assertThat(first.body()).isEqualTo("a1");
        assertThat(first.attributes()).containsEntry(MessageSystemAttributeName.MESSAGE_GROUP_ID, "a");
        assertThat(bodies(fifo, 30, 1)).containsExactly("b1");
        delete(fifo, first);
        assertThat(bodies(fifo, 30, 1)).containsExactly("a2");
    }

    @Test
    void fifo_sameDeduplicationId_isOneMessage() {
        String fifo = create(Map.of(QueueAttributeName.FIFO_QUEUE, "true"));
        String first = sendFifo(fifo, "x", "a");
        assertThat(sendFifo(fifo, "x", "a")).isEqualTo(first);
        assertThat(bodies(fifo, 30, 1)).containsExactly("x");
    }

    @Test
    void send_groupOnAStandardQueue_isTakenAndGivenBack() {
        sqs().sendMessage(request -> request.queueUrl(url).messageBody("x").messageGroupId("tenant"));
        assertThat(receive(url, 1, 30, 1).getFirst().attributes())
                .containsEntry(MessageSystemAttributeName.MESSAGE_GROUP_ID, "tenant");
    }

    @Test
    void send_delayed_comesLater() {
        sqs().sendMessage(request -> request.queueUrl(url).messageBody("x").delaySeconds(1));
        assertThat(receive(url, 1, 30, 0)).isEmpty();
        assertThat(bodies(url, 30, 5)).containsExactly("x");
    }

    @Test
    void batch_ofTen_isSentReceivedAndDeleted() {
        var sent = sqs().sendMessageBatch(request -> request.queueUrl(url)
                .entries(IntStream.range(0, 10)
                        .mapToObj(i -> SendMessageBatchRequestEntry.builder()
                                .id("e" + i)
                                .messageBody("m" + i)
                                .build())
                        .toList()));
        assertThat(sent.successful()).hasSize(10);
        List<Message> received = receive(url, 10, 30, 1);
        assertThat(received).hasSize(10);
        var deleted = sqs().deleteMessageBatch(request -> request.queueUrl(url)
                .entries(IntStream.range(0, 10)
                        .mapToObj(i -> DeleteMessageBatchRequestEntry.builder()
                                .id("e" + i)
                                .receiptHandle(received.get(i).receiptHandle())
                                .build())
                        .toList()));
        assertThat(deleted.successful()).hasSize(10);
        assertThat(depth(QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE))
                .isEqualTo("0");
    }

    @Test
    void depth_messages_areCountedByState() {
        send("a");
        send("b");
        receive(url, 1, 30, 1);
        assertThat(depth(QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES)).isEqualTo("1");
        assertThat(depth(QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE))
                .isEqualTo("1");
    }

    @Test
    void purge_queue_isEmpty() {
        send("a");
        sqs().purgeQueue(request -> request.queueUrl(url));
        assertThat(receive(url, 1, 30, 0)).isEmpty();
    }

    @Test
    void receive_waiting_returnsAsSoonAsSomeoneSends() {
        CompletableFuture<List<String>> waiting = CompletableFuture.supplyAsync(() -> bodies(url, 30, 20));
        send("x");
        assertThat(waiting.join()).containsExactly("x");
    }
}
