package io.weir.worker.kit;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.envelope.Sha256;
import io.weir.worker.claim.ClaimTable;
import io.weir.worker.claim.ClaimTable.Entry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** What every table of claims must do. */
public abstract class ClaimTableContract {
    private static final Instant NOW = Instant.parse("2026-03-04T12:00:00Z");
    private static final Instant LATER = NOW.plus(Duration.ofSeconds(60));

    private final String key = Sha256.hex(UUID.randomUUID().toString().getBytes(StandardCharsets.UTF_8));

    /** The table under test. */
    protected abstract ClaimTable table();

    private Entry lease(String owner, String hash) {
        return new Entry(key, hash, owner, 0, false, LATER);
    }

    @Test
    void take_freeKey_isTheLease() throws IOException {
        assertThat(table().take(lease("a", "h"), NOW)).isEqualTo(lease("a", "h"));
    }

    @Test
    void take_heldKey_isTheHoldersEntryAndChangesNothing() throws IOException {
        table().take(lease("a", "h"), NOW);
        assertThat(table().take(lease("b", "h"), NOW)).isEqualTo(lease("a", "h"));
        assertThat(table().take(lease("c", "h"), LATER.minusMillis(1))).isEqualTo(lease("a", "h"));
    }

    @Test
    void take_leaseThatRanOut_goesToTheNextWithTheStepsThatWereDone() throws IOException {
        table().take(lease("a", "h"), NOW);
        assertThat(table().replace(new Entry(key, "h", "a", 2, false, LATER))).isTrue();
        Entry next = new Entry(key, "h", "b", 0, false, LATER.plusSeconds(60));
        assertThat(table().take(next, LATER)).isEqualTo(new Entry(key, "h", "b", 2, false, LATER.plusSeconds(60)));
    }

    @Test
    void take_heldWithAnotherWitness_isTheOtherEntryWhichShowsIt() throws IOException {
        table().take(lease("a", "h"), NOW);
        assertThat(table().take(lease("b", "other"), NOW)).isEqualTo(lease("a", "h"));
    }

    @Test
    void take_leaseThatRanOutWithAnotherWitness_goesToTheNextAllTheSame() throws IOException {
        table().take(lease("a", "h"), NOW);
        Entry next = new Entry(key, "other", "b", 0, false, LATER.plusSeconds(60));
        assertThat(table().take(next, LATER)).isEqualTo(next);
        assertThat(table().take(lease("c", "h"), LATER)).isEqualTo(next);
    }

    @Test
    void take_anEntryThatIsDoneFromTheBeginning_standsUntilItMayBeForgotten() throws IOException {
        Entry mark = new Entry(key, "h", "a", 0, true, LATER);
        assertThat(table().take(mark, NOW)).isEqualTo(mark);
        assertThat(table().take(lease("b", "h"), LATER.minusMillis(1))).isEqualTo(mark);
        Entry next = new Entry(key, "other", "c", 0, true, LATER.plusSeconds(60));
        assertThat(table().take(next, LATER)).isEqualTo(next);
    }

    @Test
    void take_done_isTheDoneEntryUntilItMayBeForgotten() throws IOException {
        table().take(lease("a", "h"), NOW);
        Entry done = new Entry(key, "h", "a", 0, true, LATER.plusSeconds(600));
        assertThat(table().replace(done)).isTrue();
        assertThat(table().take(lease("b", "h"), LATER)).isEqualTo(done);
        Entry next = new Entry(key, "h", "b", 0, false, LATER.plusSeconds(900));
        assertThat(table().take(next, LATER.plusSeconds(600))).isEqualTo(next);
    }

    @Test
    void replace_byOneWhoLostTheLease_isRefused() throws IOException {
        table().take(lease("a", "h"), NOW);
        table().take(new Entry(key, "h", "b", 0, false, LATER.plusSeconds(60)), LATER);
        assertThat(table().replace(new Entry(key, "h", "a", 0, true, LATER))).isFalse();
        assertThat(table().take(lease("c", "h"), LATER).owner()).isEqualTo("b");
    }

    @Test
    void replace_entryThatIsNotThere_isRefused() throws IOException {
        assertThat(table().replace(lease("a", "h"))).isFalse();
        assertThat(table().take(lease("b", "h"), NOW).owner()).isEqualTo("b");
    }

    @Test
    void take_byManyAtOnce_isWonByExactlyOne() throws Exception {
        int many = 16;
        CountDownLatch start = new CountDownLatch(1);
        List<Future<Boolean>> wins = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < many; i++) {
                String owner = "owner-" + i;
                wins.add(threads.submit(() -> {
                    start.await();
                    return table().take(lease(owner, "h"), NOW).owner().equals(owner);
                }));
            }
            start.countDown();
        }
        int won = 0;
        for (Future<Boolean> win : wins) {
            won += win.get() ? 1 : 0;
        }
        assertThat(won).isEqualTo(1);
    }
}
