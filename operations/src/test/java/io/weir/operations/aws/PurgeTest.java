package io.weir.operations.aws;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.envelope.InboxObject;
import io.weir.envelope.Sha256;
import io.weir.operations.Filter;
import io.weir.operations.Purged;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.sqs.model.Message;

/** Whether a person's content is gone from everywhere, and nobody else's. */
class PurgeTest extends AwsFixture {
    private static final List<String> QUEUES = List.of("queue", "retry", "retry-unproven", "dead", "unproven");

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static Map<String, String> archived(String source, String id) {
        return Map.of("source", source, "id", id, "type", "orders%2Fcreate", "received-at", "2026-03-04T11:00:00Z");
    }

    private void fill(String name, int number) {
        for (String queue : QUEUES) {
            letter(queue, "shop", number, "{\"name\":\"" + name + "\"}", "action-http");
        }
        s3.put("inbox/2026/03/04/shop/" + id(number), InboxObject.write(message("shop", number, name)), Map.of());
        String key = "archive/shop/2026/03/04/order-" + number;
        s3.put(key, bytes("first " + name), archived("shop", "order-" + number));
        s3.put(key, bytes("second " + name), archived("shop", "order-" + number));
        s3.put(key + "~headers", bytes("{\"x-name\":\"" + name + "\"}"), Map.of());
        String deleted = "archive/shop/2026/03/04/deleted-" + number;
        s3.put(deleted, bytes("old " + name), archived("shop", "deleted-" + number));
        s3.mark(deleted);
        s3.put(
                "rejected/shop/2026/03/04/m-" + number,
                bytes("{\"source\":\"shop\",\"reason\":\"signature\",\"receivedAt\":\"2026-03-04T11:00:00Z\"}\n"
                        + name),
                Map.of());
    }

    private String everything() {
        StringBuilder all = new StringBuilder(s3.all());
        for (String queue : QUEUES) {
            for (Message message : sqs.messages(queue)) {
                all.append(message.body()).append(message.messageAttributes());
            }
        }
        return all.toString();
    }

    private Purged purge(Filter filter) throws Exception {
        return operations.purge(filter, false, (done, failed, total) -> true);
    }

    @Test
    void purge_byText_findsItEverywhere_withAllVersions() throws Exception {
        fill("Ada Lovelace", 1);
        fill("Grace Hopper", 2);
        Purged purged = purge(Filter.ALL.withGrep("ada lovelace"));
        assertThat(everything()).doesNotContain("Ada").contains("Grace Hopper");
        assertThat(purged.deleted())
                .containsEntry("queue", 1L)
                .containsEntry("retry", 1L)
                .containsEntry("dead", 1L)
                .containsEntry("unproven", 1L)
                .containsEntry("inbox", 1L)
                .containsEntry("archive", 2L)
                .containsEntry("rejected", 1L);
        assertThat(purged.outOfReach()).isNotEmpty();
        for (String queue : QUEUES) {
            assertThat(sqs.messages(queue)).hasSize(1);
            assertThat(sqs.hidden(queue)).isZero();
        }
    }

    @Test
    void purge_ofASource_leavesOthers() throws Exception {
        fill("Ada", 1);
        s3.put("archive/other/x", bytes("Grace"), archived("other", "x"));
        purge(Filter.ALL.withSources("shop"));
        assertThat(everything()).doesNotContain("Ada").contains("Grace");
        assertThat(s3.keys()).containsExactly("archive/other/x");
    }

    @Test
    void purge_byTheDoorsId_findsTheArchiveByTheLog() throws Exception {
        fill("Ada", 1);
        fill("Grace", 2);
        logs.add(
                NOW.minusSeconds(60),
                "Source",
                "shop",
                "id",
                id(1),
                "Outcome",
                "Done",
                "archiveKey",
                "archive/shop/2026/03/04/order-1");
        purge(Filter.ALL.withIds(List.of(id(1))));
        assertThat(s3.keys())
                .doesNotContain("archive/shop/2026/03/04/order-1", "archive/shop/2026/03/04/order-1~headers")
                .contains("archive/shop/2026/03/04/order-2");
        assertThat(sqs.messages("dead")).hasSize(1);
    }

    @Test
    void purge_bySendersId_findsItsReplaysToo() throws Exception {
        s3.put("archive/a", bytes("1"), archived("shop", "order-1"));
        s3.put("archive/b", bytes("2"), archived("shop", "order-1%7E" + id(9)));
        s3.put("archive/c", bytes("3"), archived("shop", "order-11"));
        String longId = "x".repeat(300);
        s3.put("archive/d", bytes("4"), archived("shop", "x".repeat(54) + "~~" + Sha256.hex(bytes(longId))));
        purge(Filter.ALL.withIds(List.of("order-1")));
        assertThat(s3.keys()).containsExactly("archive/c", "archive/d");
        purge(Filter.ALL.withIds(List.of(longId)));
        assertThat(s3.keys()).containsExactly("archive/c");
    }

    @Test
    void purge_ofWhatIsOlder_takesWhatHasNoTimeForOld() throws Exception {
        fill("Ada", 1);
        s3.put(
                "archive/young",
                bytes("young"),
                Map.of("source", "shop", "id", "y", "received-at", "2026-03-04T11:59:00Z"));
        s3.put("archive/timeless", bytes("timeless"), Map.of("source", "shop"));
        purge(Filter.ALL.between(null, NOW.minusSeconds(600)));
        assertThat(s3.keys()).containsExactly("archive/young");
    }
}
