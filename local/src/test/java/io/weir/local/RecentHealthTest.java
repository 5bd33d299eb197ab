package io.weir.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.weir.local.http.Health;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class RecentHealthTest {
    @Test
    void get_manyCallers_askTheStoreFewTimesAndSeeWhatIsNew() {
        AtomicInteger asked = new AtomicInteger();
        RecentHealth health = new RecentHealth(() -> new Health(true, asked.incrementAndGet(), 0, 0, 0, 0, "1"));
        long begin = System.nanoTime();
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 20; i++) {
                executor.execute(() -> {
                    for (int j = 0; j < 1000; j++) {
                        health.get();
                    }
                });
            }
        }
        long quarters = (System.nanoTime() - begin) / 250_000_000 + 1;
        assertThat(asked.get()).isLessThanOrEqualTo((int) quarters);
        int before = asked.get();
        await().until(() -> health.get().queue() > before);
    }
}
