package io.weir.worker.fakes;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.ChangeMessageVisibilityBatchRequest;
import software.amazon.awssdk.services.sqs.model.ChangeMessageVisibilityBatchResponse;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequest;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchResponse;
import software.amazon.awssdk.services.sqs.model.SendMessageRequest;
import software.amazon.awssdk.services.sqs.model.SendMessageResponse;

/** Records what is sent and hidden; can be taken down. */
public final class FakeSqs implements SqsClient {
    private final List<SendMessageRequest> sent = new CopyOnWriteArrayList<>();
    private final List<ChangeMessageVisibilityBatchRequest> hidden = new CopyOnWriteArrayList<>();
    private volatile boolean down;

    public void setDown(boolean down) {
        this.down = down;
    }

    public List<SendMessageRequest> sent() {
        return List.copyOf(sent);
    }

    public List<ChangeMessageVisibilityBatchRequest> hidden() {
        return List.copyOf(hidden);
    }

    @Override
    public SendMessageResponse sendMessage(SendMessageRequest request) {
        check();
        sent.add(request);
        return SendMessageResponse.builder().messageId("m").build();
    }

    @Override
    public SendMessageBatchResponse sendMessageBatch(SendMessageBatchRequest request) {
        check();
        request.entries()
                .forEach(entry -> sent.add(SendMessageRequest.builder()
                        .queueUrl(request.queueUrl())
                        .messageBody(entry.messageBody())
                        .build()));
        return SendMessageBatchResponse.builder()
                .failed(List.of())
                .successful(List.of())
                .build();
    }

    @Override
    public ChangeMessageVisibilityBatchResponse changeMessageVisibilityBatch(
            ChangeMessageVisibilityBatchRequest request) {
        check();
        hidden.add(request);
        return ChangeMessageVisibilityBatchResponse.builder()
                .failed(List.of())
                .successful(List.of())
                .build();
    }

    private void check() {
        if (down) {
            throw SdkClientException.create("queue is down");
        }
    }

    @Override
    public String serviceName() {
        return "sqs";
    }

    @Override
    public void close() {
        // Nothing to close.
    }
}
