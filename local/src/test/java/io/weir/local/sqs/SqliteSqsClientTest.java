package io.weir.local.sqs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.local.sqs.rules.SqsNames;
import io.weir.local.store.LocalStore;
import io.weir.local.store.StoreException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;
import software.amazon.awssdk.services.sqs.model.ReceiptHandleIsInvalidException;

/** What our own queue promises beyond the contract that all queues keep. */
class SqliteSqsClientTest {
    @TempDir
    private Path folder;

    private LocalStore store;
    private SqliteSqsClient sqs;
    private String url;

    @BeforeEach
    void open() {
        store = LocalStore.open(folder, SqliteSqsClient.schema());
        sqs = new SqliteSqsClient(store, Clock.systemUTC());
        url = sqs.createQueue(request -> request.queueName("q")).queueUrl();
    }

    @AfterEach
    void close() {
        store.close();
    }

    private void send(String body) {
        sqs.sendMessage(request -> request.queueUrl(url).messageBody(body));
    }

    private List<Message> receive(String queue, int visibility) {
        return sqs.receiveMessage(request -> request.queueUrl(queue)
                        .maxNumberOfMessages(10)
                        .visibilityTimeout(visibility)
                        .messageAttributeNames("All"))
                .messages();
    }

    @Test
    void open_folderInUse_saysSo() {
        assertThatThrownBy(() -> LocalStore.open(folder, SqliteSqsClient.schema()))
                .isInstanceOf(StoreException.class)
                .hasMessage("the data folder " + folder + " is in use by another weir");
    }

    @Test
    void reopen_messages_areStillThere() {
        send("x");
        store.close();
        open();
        assertThat(receive(url, 30)).extracting(Message::body).containsExactly("x");
    }

    @Test
    void write_closedStore_isAnErrorNeverASuccess() {
        store.close();
        assertThatThrownBy(() -> send("x")).isInstanceOf(SdkException.class);
    }

    @Test
    void whatTheWorkerSends_isNoAcknowledgement() {
        send("from the worker");
        assertThat(store.acknowledging()).isZero();
        sqs.forSenders().sendMessage(request -> request.queueUrl(url).messageBody("from a sender"));
        assertThat(sqs.depth(url).visible()).isEqualTo(2);
    }

    @Test
    void send_diskFull_isAnErrorAndNothingEarlierIsLost() {
        send("before");
        limitPages(60);
        assertThatThrownBy(() -> {
                    for (int i = 0; i < 100; i++) {
                        send("x".repeat(50_000));
                    }
                })
                .isInstanceOf(SdkException.class)
                .hasMessageContaining("full");

        limitPages(1_000_000);
        send("after");
        List<String> bodies = new ArrayList<>();
        for (List<Message> batch = receive(url, 30); !batch.isEmpty(); batch = receive(url, 30)) {
            batch.forEach(message -> bodies.add(message.body()));
        }
        assertThat(bodies).contains("before", "after");
    }

    private void limitPages(int pages) {
        store.write(sql -> sql.query("PRAGMA max_page_count = " + pages).one(row -> row.getLong(1)));
    }

    @Test
    void write_failingNeighbour_doesNotUndoMine() throws Exception {
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> all = IntStream.range(0, 200)
                    .<Future<?>>mapToObj(i -> executor.submit(() -> {
                        if (i % 2 == 0) {
                            send("m" + i);
                        } else {
                            assertThatThrownBy(() -> store.write(sql -> {
                                        sql.query("DELETE FROM messages").update();
                                        throw new IllegalStateException("mine alone");
                                    }))
                                    .hasMessage("mine alone");
                        }
                        return null;
                    }))
                    .toList();
            for (Future<?> one : all) {
                one.get();
            }
        }
        assertThat(sqs.depth(url).visible()).isEqualTo(100);
    }

    @Test
    void delete_staleReceipt_deletesNothing() {
        send("x");
        Message first = receive(url, 0).getFirst();
        receive(url, 0);
        sqs.deleteMessage(request -> request.queueUrl(url).receiptHandle(first.receiptHandle()));
        assertThat(receive(url, 30)).hasSize(1);
    }

    @Test
    void delete_garbageAsReceipt_isRefused() {
        assertThatThrownBy(
                        () -> sqs.deleteMessage(request -> request.queueUrl(url).receiptHandle("garbage")))
                .isInstanceOf(ReceiptHandleIsInvalidException.class);
    }

    @Test
    void startMessageMoveTask_deadLetters_comeBackAsNewMessagesWithTheirAttributes() {
        String dlq = sqs.createQueue(request -> request.queueName("dlq")).queueUrl();
        sqs.setQueueAttributes(request -> request.queueUrl(url)
                .attributes(Map.of(
                        QueueAttributeName.REDRIVE_POLICY,
                        "{\"deadLetterTargetArn\":\"" + SqsNames.arn("dlq") + "\",\"maxReceiveCount\":1}")));
        MessageAttributeValue value = MessageAttributeValue.builder()
                .dataType("String")
                .stringValue("1")
                .build();
        sqs.sendMessage(request -> request.queueUrl(url).messageBody("x").messageAttributes(Map.of("source", value)));
        String id = receive(url, 0).getFirst().messageId();
        assertThat(receive(url, 0)).isEmpty();
        assertThat(sqs.depth(dlq).visible()).isEqualTo(1);

        sqs.startMessageMoveTask(request -> request.sourceArn(SqsNames.arn("dlq")));

        Message back = receive(url, 30).getFirst();
        assertThat(back.messageId()).isNotEqualTo(id);
        assertThat(back.messageAttributes()).containsEntry("source", value);
        assertThat(sqs.depth(dlq).visible()).isZero();
    }

    @Test
    void releaseInFlight_whatADeadProcessHad_isVisibleAgain() {
        send("x");
        receive(url, 600);
        sqs.releaseInFlight(url);
        assertThat(receive(url, 30)).hasSize(1);
    }

    @Test
    void sendersAndReceivers_manyAtOnce_seeEachMessageOnce() throws Exception {
        Set<String> seen = ConcurrentHashMap.newKeySet();
        Set<String> twice = ConcurrentHashMap.newKeySet();
        try (ExecutorService executor = Executors.newFixedThreadPool(12)) {
            List<Future<?>> senders = IntStream.range(0, 8)
                    .<Future<?>>mapToObj(sender ->
                            executor.submit(() -> IntStream.range(0, 200).forEach(i -> send(sender + "-" + i))))
                    .toList();
            List<Future<?>> receivers = IntStream.range(0, 4)
                    .<Future<?>>mapToObj(i -> executor.submit(() -> {
                        while (seen.size() < 1600) {
                            for (Message message : receive(url, 60)) {
                                if (!seen.add(message.body())) {
                                    twice.add(message.body());
                                }
                                sqs.deleteMessage(
                                        request -> request.queueUrl(url).receiptHandle(message.receiptHandle()));
                            }
                        }
                    }))
                    .toList();
            for (Future<?> one : senders) {
                one.get();
            }
            for (Future<?> one : receivers) {
                one.get();
            }
        }
        assertThat(seen).hasSize(1600);
        assertThat(twice).isEmpty();
        assertThat(sqs.depth(url)).isEqualTo(new SqliteSqsClient.Depth(0, 0, 0));
    }
}
