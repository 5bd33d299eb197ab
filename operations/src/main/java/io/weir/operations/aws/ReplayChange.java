package io.weir.operations.aws;

import com.github.f4b6a3.ulid.UlidFactory;
import io.weir.envelope.BucketKeys;
import io.weir.envelope.InboxObject;
import io.weir.envelope.MalformedEnvelopeException;
import io.weir.envelope.QueueMessage;
import io.weir.envelope.ReceivedRequest;
import io.weir.envelope.SqsLimits;
import io.weir.envelope.Voucher;
import io.weir.operations.Change;
import io.weir.operations.Filter;
import io.weir.operations.OperationsException;
import io.weir.operations.Page;
import io.weir.operations.RequestSummary;
import io.weir.operations.State;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.secretsmanager.model.ResourceNotFoundException;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;

/** Sends done requests again, each under a new id and with the operator's voucher. */
final class ReplayChange {
    private static final int PAGE = 200;
    private static final Set<State> OVER = Set.of(State.DONE, State.DUPLICATE, State.FILTERED);
    private static final UlidFactory IDS = UlidFactory.newInstance();

    private final AwsAccount account;
    private final Deployment deployment;
    private final Requests requests;
    private final Clock clock;

    ReplayChange(AwsAccount account, Deployment deployment, Requests requests, Clock clock) {
        this.account = account;
        this.deployment = deployment;
        this.requests = requests;
        this.clock = clock;
    }

    void replay(Run run, Filter filter, Change.Replay change) throws IOException {
        Filter over = filter.states().isEmpty() ? filter.withStates(OVER.toArray(State[]::new)) : filter;
        if (!OVER.containsAll(over.states())) {
            throw new OperationsException("only what is done can be replayed; what is dead or unproven can be retried");
        }
        byte[] key = key();
        String after = null;
        do {
            Page page = requests.list(over, after, PAGE);
            for (RequestSummary request : page.requests()) {
                replay(run, request, change, key);
            }
            after = page.next();
        } while (after != null && !run.isOver());
    }

    private void replay(Run run, RequestSummary request, Change.Replay change, byte[] key) {
        if (!run.meets(request.id())) {
            return;
        }
        run.pace();
        try {
            ReceivedRequest envelope = requests.envelope(request.id());
            if (envelope == null) {
                run.failed(
                        request.id(),
                        "its envelope is kept nowhere: on AWS a body outlives its message in the archive alone,"
                                + " and of an SNS message only the text");
                return;
            }
            run.done(send(envelope, request.id(), change, key));
        } catch (IOException e) {
            run.failed(request.id(), String.valueOf(e.getMessage()));
        }
    }

    private byte[] key() throws IOException {
        String arn = deployment.operatorKey();
        if (arn == null) {
            throw new OperationsException("this deployment has no operator key: the worker would believe no replay");
        }
        try {
            String text =
                    account.secrets().getSecretValue(get -> get.secretId(arn)).secretString();
            if (text == null || text.isBlank()) {
                throw new OperationsException("the operator key is empty: put a value into " + arn);
            }
            return text.strip().getBytes(StandardCharsets.UTF_8);
        } catch (ResourceNotFoundException e) {
            throw new OperationsException("the operator key has no value: put one into " + arn);
        } catch (SdkException e) {
            throw new IOException("the operator key cannot be read: " + e.getMessage(), e);
        }
    }

    private String send(ReceivedRequest envelope, String of, Change.Replay change, byte[] key) throws IOException {
        Instant now = clock.instant();
        String id = IDS.create(now.toEpochMilli()).toString();
        QueueMessage message;
        try {
            message = Voucher.vouched(key, QueueMessage.of(envelope, List.of()), id, of, change.action(), now);
        } catch (MalformedEnvelopeException e) {
            throw new IOException("its envelope cannot be written anew: " + e.getMessage(), e);
        }
        try {
            if (message.sizeInBytes() > SqsLimits.MESSAGE_BYTES) {
                String path = BucketKeys.INBOX + BucketKeys.day(now) + "/" + envelope.source() + "/" + id;
                account.s3()
                        .putObject(
                                put -> put.bucket(deployment.bucket()).key(path),
                                RequestBody.fromBytes(InboxObject.write(message)));
            } else {
                account.sqs()
                        .sendMessage(send -> send.queueUrl(deployment.queue("queue"))
                                .messageBody(message.body())
                                .messageAttributes(values(message.attributes()))
                                .messageGroupId(envelope.source()));
            }
        } catch (SdkException e) {
            throw new IOException("the queue did not take it: " + e.getMessage(), e);
        }
        return id;
    }

    private static Map<String, MessageAttributeValue> values(Map<String, String> attributes) {
        Map<String, MessageAttributeValue> values = new LinkedHashMap<>();
        attributes.forEach((name, text) -> values.put(
                name,
                MessageAttributeValue.builder()
                        .dataType("String")
                        .stringValue(text)
                        .build()));
        return values;
    }
}
