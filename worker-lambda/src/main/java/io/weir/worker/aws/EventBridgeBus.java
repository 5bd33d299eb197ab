package io.weir.worker.aws;

import io.weir.action.PermanentFailureException;
import io.weir.worker.action.EventBus;
import java.io.IOException;
import java.time.Instant;
import java.util.Set;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.eventbridge.model.PutEventsRequestEntry;
import software.amazon.awssdk.services.eventbridge.model.PutEventsResponse;
import software.amazon.awssdk.services.eventbridge.model.PutEventsResultEntry;

/**
 * Amazon EventBridge. A call that succeeds may still hold an entry that failed.
 *
 * @see <a href="https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEventsResultEntry.html">PutEventsResultEntry</a>
 */
public final class EventBridgeBus implements EventBus {
    private static final Set<String> PERMANENT = Set.of(
            "InvalidArgument", "MalformedDetail", "NotAuthorizedForSourceException", "InvalidAccountIdException");

    private final EventBridgeClient client;

    public EventBridgeBus(EventBridgeClient client) {
        this.client = client;
    }

    @Override
    public void put(String bus, String source, String detailType, String detail, Instant time)
            throws IOException, PermanentFailureException {
        PutEventsResponse response;
        try {
            PutEventsRequestEntry entry = PutEventsRequestEntry.builder()
                    .eventBusName(bus)
                    .source(source)
                    .detailType(detailType)
                    .detail(detail)
                    .time(time)
                    .build();
            response = client.putEvents(request -> request.entries(entry));
        } catch (SdkException e) {
            throw new IOException("the event bus did not take it: " + e.getMessage(), e);
        }
        if (response.failedEntryCount() != null && response.failedEntryCount() > 0) {
            PutEventsResultEntry entry = response.entries().getFirst();
            String what = "the event bus refused it: " + entry.errorCode();
            if (PERMANENT.contains(entry.errorCode())) {
                throw new PermanentFailureException(what);
            }
            throw new IOException(what);
        }
    }
}
