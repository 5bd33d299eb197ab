package io.weir.worker.action;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.weir.action.test.Events;
import io.weir.config.ConfigValue;
import io.weir.worker.fakes.InMemoryBucket;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Puts an event whose body is 6 MiB of the smallest JSON values, in a small heap: see {@link EventBridgeActionTest}. */
final class LargeDetails {
    private static final int BYTES = 6 * 1024 * 1024;

    private LargeDetails() {}

    public static void main(String[] arguments) throws Exception {
        byte[] body = ("[" + "[],".repeat(BYTES / 3) + "1]").getBytes(UTF_8);
        List<String> details = new ArrayList<>();
        new EventBridgeProvider((bus, source, type, detail, time) -> details.add(detail), new InMemoryBucket(), "bus")
                .create(new ConfigValue("test", Map.of()))
                .perform(Events.webhook().body(body).build());
        if (!details.getFirst().contains("\"archive\"")) {
            throw new IllegalStateException("not archived");
        }
    }
}
