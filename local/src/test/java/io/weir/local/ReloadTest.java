package io.weir.local;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.weir.action.Action;
import io.weir.action.ActionProvider;
import io.weir.config.ConfigValue;
import io.weir.config.ConfigurationException;
import io.weir.envelope.source.Sources;
import io.weir.json.Json;
import io.weir.local.ledger.Pruning;
import io.weir.local.metrics.MetricsLog;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Other sources while requests come. */
class ReloadTest extends LocalWeirFixture {
    private final Set<String> performed = ConcurrentHashMap.newKeySet();

    /** Notes the id of each event. */
    private final class Noting implements ActionProvider {
        @Override
        public String name() {
            return "note";
        }

        @Override
        public Action create(ConfigValue options) {
            return event -> performed.add(event.id());
        }
    }

    private Sources github(String... actions) {
        return of(Map.of("github", source(actions)));
    }

    private static Sources of(Map<String, ?> tree) {
        return Sources.parse("changed", Json.write(tree));
    }

    private Map<String, ?> source(String... actions) {
        Path secret = data.resolve("secret");
        return Map.of("scheme", "github", "secret", "file:" + secret, "actions", List.of(actions));
    }

    private int post(String source, String id) throws Exception {
        byte[] body = ("{\"id\":\"" + id + "\"}").getBytes(UTF_8);
        return request("POST", "/" + source, signed(id, body, "s3cr3t"), body).statusCode();
    }

    @Test
    void reload_sourcesThatCannotBeUsed_areRefusedAndTheOldOnesStay() throws Exception {
        assertThatThrownBy(() -> weir.reload(github("no-such-action")))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("expected one of the actions");
        assertThat(post("github", "1")).isEqualTo(200);
        await().until(() -> archived().size() == 1);
    }

    @Test
    void reload_newSource_isServedByDoorAndWorker_andAnOldOneNoMore() throws Exception {
        assertThat(post("fresh", "1")).isEqualTo(404);
        weir.reload(of(Map.of("fresh", source("archive"))));
        assertThat(post("fresh", "2")).isEqualTo(200);
        assertThat(post("github", "3")).isEqualTo(404);
        await().until(() -> archived().size() == 1);
    }

    @Test
    void reload_otherActions_actOnWhatComesNext_andClaimsStay() throws Exception {
        assertThat(post("github", "1")).isEqualTo(200);
        await().until(() -> archived().size() == 1);
        weir.reload(github("email"));
        assertThat(post("github", "1")).isEqualTo(200); // a duplicate still
        assertThat(post("github", "2")).isEqualTo(200);
        await().untilAsserted(() -> assertThat(data.resolve("outbox")).isNotEmptyDirectory());
        awaitIdle();
        assertThat(data.resolve("outbox").toFile().list()).hasSize(1);
        assertThat(archived()).hasSize(1);
    }

    @Test
    void reload_againAndAgainWhileRequestsCome_noneIsLostOrRefused() throws Exception {
        weir.close();
        weir = LocalWeir.open(
                github("note"),
                data,
                new LocalWeir.Address("127.0.0.1", 0, null),
                MetricsLog.before(log),
                new LocalWeir.Options(List.of(new Noting()), Pruning.Limits.DEFAULT));
        weir.start();
        Semaphore due = new Semaphore(0);
        AtomicBoolean ended = new AtomicBoolean();
        AtomicInteger reloads = new AtomicInteger();
        Thread reloading = Thread.ofPlatform().start(() -> {
            for (due.acquireUninterruptibly(); !ended.get(); due.acquireUninterruptibly()) {
                weir.reload(reloads.incrementAndGet() % 2 == 0 ? github("note") : github("note", "archive"));
            }
        });
        List<Integer> answers = new ArrayList<>();
        try {
            for (int i = 0; i < 40; i++) {
                due.release();
                answers.add(post("github", "n-" + i));
            }
        } finally {
            ended.set(true);
            due.release();
            reloading.join();
        }
        assertThat(answers).hasSize(40).containsOnly(200);
        await().untilAsserted(() -> assertThat(performed).hasSize(40));
        assertThat(reloads.get()).isGreaterThan(1);
        awaitIdle();
        assertThat(weir.health().dead()).isZero();
    }
}
