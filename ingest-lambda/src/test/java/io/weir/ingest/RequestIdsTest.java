package io.weir.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.envelope.ReceivedRequest;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** No id tells anything about another but the time. */
class RequestIdsTest {
    private static final long NOW = 1_772_625_600_123L;

    private final RequestIds ids = new RequestIds();

    private List<String> create(int count) {
        List<String> created = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            created.add(ids.create(NOW));
        }
        return created;
    }

    @Test
    void create_manyOfOneMoment_allDifferAndNoneCountsOn() {
        List<String> created = create(1000);
        assertThat(created).allMatch(ReceivedRequest::isId).doesNotHaveDuplicates();
        assertThat(created).allMatch(id -> id.startsWith(created.getFirst().substring(0, 10)));
        assertThat(created).isNotEqualTo(created.stream().sorted().toList());
        Set<String> middles = new HashSet<>();
        created.forEach(id -> middles.add(id.substring(10, 22)));
        assertThat(middles).hasSize(created.size()); // one that counts on shares all but its last characters
    }

    @Test
    void create_onManyThreads_allDiffer() throws Exception {
        Set<String> all = new HashSet<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<List<String>>> parts = new ArrayList<>();
            for (int i = 0; i < 16; i++) {
                parts.add(threads.submit(() -> create(500)));
            }
            for (Future<List<String>> part : parts) {
                all.addAll(part.get());
            }
        }
        assertThat(all).hasSize(16 * 500);
    }

    @Test
    void forget_afterSome_nextOnesAreOthers() {
        List<String> before = create(3);
        ids.forget();
        assertThat(create(200)).doesNotContainAnyElementsOf(before).doesNotHaveDuplicates();
    }
}
