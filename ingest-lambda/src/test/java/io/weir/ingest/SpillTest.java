package io.weir.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.envelope.InboxObject;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SpillTest {
    private final TestHandler test = new TestHandler();

    @Test
    void handle_tooLargeForTheQueue_goesToTheInbox() throws Exception {
        byte[] body = new byte[300_000];
        test.assertAccepted(new Event("/github").body(body));

        assertThat(test.queued).isEmpty();
        Map.Entry<String, byte[]> object = test.inbox.entrySet().iterator().next();
        assertThat(object.getKey()).matches("inbox/2026/03/04/github/[0-9A-Z]{26}");
        assertThat(InboxObject.read(object.getValue()).open().body()).isEqualTo(body);
    }

    @Test
    void handle_queueDown_goesToTheInbox() throws Exception {
        test.queueDown = true;
        test.assertAccepted(new Event("/github"));
        assertThat(test.inbox).hasSize(1);
    }

    @Test
    void handle_queueAndBucketDown_is503WithRetryAfterNever200() throws Exception {
        test.queueDown = true;
        test.inboxDown = true;
        test.assertRefused(new Event("/github"), 503);
        assertThat(((Map<?, ?>) test.handle(new Event("/github")).get("headers")).get("retry-after"))
                .isEqualTo("20");
        test.assertRefused(new Event("/github").body(new byte[300_000]), 503);
    }

    @Test
    void handle_noBucket_is413Or503() throws Exception {
        IngestHandler withoutBucket = test.builder().inbox(null).build();
        byte[] large = new Event("/github").body(new byte[300_000]).bytes();
        assertThat(TestHandler.handle(withoutBucket, large).get("statusCode")).hasToString("413");
        test.queueDown = true;
        byte[] small = new Event("/github").bytes();
        assertThat(TestHandler.handle(withoutBucket, small).get("statusCode")).hasToString("503");
    }
}
