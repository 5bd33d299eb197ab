package io.weir.worker;

import static io.weir.worker.fakes.Records.record;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import io.weir.envelope.BucketKeys;
import io.weir.envelope.InboxObject;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Requests that came by way of the inbox, and what else the bucket tells. */
class WorkerInboxTest extends WorkerFixture {
    @Test
    void pointerToTheInbox_isProcessedAsTheMessageWouldBe() throws Exception {
        byte[] body = new byte[400_000];
        bucket.put("inbox/x y", InboxObject.write(github("github", "secret", body)), "", Map.of());
        String pointer =
                "{\"Records\":[{\"s3\":{\"bucket\":{\"name\":\"bucket\"},\"object\":{\"key\":\"inbox/x+y\"}}}]}";
        assertThat(handle(record("a", pointer, Map.of()))).isEmpty();
        assertThat(bucket.objects().get("archive/github/2026/03/04/d-1").bytes())
                .isEqualTo(body);
    }

    @Test
    void pointerElsewhere_isDeadAndNothingIsRead() throws Exception {
        bucket.put("archive/x", InboxObject.write(github("github", "secret", new byte[1])), "", Map.of());
        for (String target : List.of("\"bucket\"|archive/x", "\"other\"|inbox/x")) {
            String[] parts = target.split("\\|", -1);
            String pointer = "{\"Records\":[{\"s3\":{\"bucket\":{\"name\":" + parts[0] + "},\"object\":{\"key\":\""
                    + parts[1] + "\"}}}]}";
            assertThat(handle(record("a", pointer, Map.of()))).isEmpty();
        }
        assertThat(sqs.sent()).hasSize(2);
        assertThat(bucket.objects()).containsOnlyKeys("archive/x");
    }

    @Test
    void pointerWhileTheBucketIsDown_isRetried() {
        bucket.setDown(true);
        String pointer = "{\"Records\":[{\"s3\":{\"bucket\":{\"name\":\"bucket\"},\"object\":{\"key\":\"inbox/x\"}}}]}";
        assertThat(handle(record("a", pointer, Map.of()))).containsExactly("a");
    }

    @Test
    void testEventOfTheBucket_isDone() {
        assertThat(handle(record("a", "{\"Service\":\"Amazon S3\",\"Event\":\"s3:TestEvent\"}", Map.of())))
                .isEmpty();
        assertThat(sqs.sent()).isEmpty();
    }

    @Test
    void largeForgery_isSampledUnderItsSourceWithItsBodyAndNoProof() throws Exception {
        byte[] body = new byte[400_000];
        assertThat(handle(pointer("a", github("github", "guess", body)))).isEmpty();

        byte[] sample = bucket.objects().get("rejected/github/2026/03/04/a").bytes();
        int line = sample.length - body.length;
        assertThat(Arrays.copyOfRange(sample, line, sample.length)).isEqualTo(body);
        assertThat(new String(sample, 0, line, UTF_8))
                .contains("\"source\":\"github\"", "\"reason\":\"signature\"", "\"x-github-event\":\"push\"")
                .contains("\"url\":\"https://door/github\"", "\"receivedAt\":\"" + NOW + "\"")
                .doesNotContain("sha256");
        assertThat(log()).contains("\"Source\":\"github\"");
    }

    @Test
    void largeRequestsOfTwoSources_doNotShareOneLimit() throws Exception {
        beforeMail = () -> Awaitility.await().until(() -> archived("github") == 4);
        SQSEvent.SQSMessage[] records = new SQSEvent.SQSMessage[24];
        for (int i = 0; i < records.length; i++) {
            String source = i < 20 ? "mailed" : "github";
            records[i] = pointer("m" + i, github(source, "d-" + i, "secret", ("text " + i).getBytes(UTF_8)));
        }
        assertThat(handle(records)).isEmpty();
        assertThat(mails).hasSize(20);
    }

    private long archived(String source) {
        return bucket.objects().keySet().stream()
                .filter(key -> key.startsWith(BucketKeys.ARCHIVE + source))
                .count();
    }
}
