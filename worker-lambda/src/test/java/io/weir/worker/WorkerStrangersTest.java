package io.weir.worker;

import static io.weir.worker.fakes.Records.record;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What a stranger's posts to one source do to the genuine events of another. */
class WorkerStrangersTest extends WorkerFixture {
    @Test
    void forgeriesToASourceWhoseSecretIsMissing_holdUpNoOtherSource() {
        for (int i = 0; i < 40; i++) {
            handle(record("f" + i, github("broken", "f-" + i, "guess", new byte[] {1})));
        }
        for (int i = 0; i < 20; i++) {
            assertThat(handle(record("g" + i, github("github", "d-" + i, "secret", ("n" + i).getBytes(UTF_8)))))
                    .isEmpty();
        }
        assertThat(bucket.objects().keySet())
                .filteredOn(key -> key.startsWith("archive/github/"))
                .hasSize(20);
        assertThat(log()).contains("\"Downstream\":\"secret env:MISSING\",\"BreakerOpen\":1");
    }
}
