package io.weir.worker.action;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.action.ActionProvider;
import io.weir.config.ConfigurationException;
import io.weir.envelope.source.Sources;
import io.weir.json.Json;
import io.weir.worker.WorkerConfig;
import io.weir.worker.fakes.InMemoryBucket;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * Terraform refuses sources at plan by rules of its own. The cases by which those are checked, in {@code infra/tests/sources}, are
 * read here as the functions read them when they start: what one refuses, the other refuses too.
 */
class SourcesAtPlanTest {
    private static final Path CASES = Path.of("../infra/tests/sources/cases.json");
    private static final String ARN = "arn:aws:secretsmanager:eu-central-1:123456789012:secret:weir-AbCdEf";

    private static final List<ActionProvider> PROVIDERS = List.of(
            new ArchiveProvider(new InMemoryBucket()),
            new EmailProvider((subject, text) -> {}, line -> {}),
            new EventBridgeProvider((bus, source, type, detail, time) -> {}, new InMemoryBucket(), null),
            new HttpProvider(
                    (host, sender) -> sender,
                    allowed -> (url, headers, body, timeout) -> 200,
                    (reference, fresh) -> {
                        throw new IOException("no secret is read at the start");
                    },
                    Clock.systemUTC()));

    private static void start(String name, Object source) {
        // A managed secret is one of Secrets Manager by then.
        String text = Json.write(Map.of(name, source)).replace("\"secret\":\"managed\"", "\"secret\":\"" + ARN + "\"");
        Sources sources = Sources.parse("WEIR_SOURCES", text);
        Actions.of(sources, PROVIDERS, new ForeignFaults(System.err, Clock.systemUTC()));
        WorkerConfig.builder(sources).retention(Duration.ofDays(14)).build().checkRetries();
    }

    @Test
    void everyCase_isTakenOrRefusedAsAtPlan() throws Exception {
        List<String> otherwise = new ArrayList<>();
        int refused = 0;
        for (Map.Entry<String, ?> each :
                Json.readObject(Files.readAllBytes(CASES)).entrySet()) {
            Map<?, ?> one = (Map<?, ?>) each.getValue();
            try {
                start(each.getKey(), one.get("source"));
                if (one.containsKey("error")) {
                    otherwise.add(each.getKey() + ": refused at plan, taken at the start");
                }
            } catch (ConfigurationException e) {
                refused++;
                if (!one.containsKey("error")) {
                    otherwise.add(each.getKey() + ": taken at plan, refused at the start: " + e.getMessage());
                }
            }
        }
        assertThat(otherwise).isEmpty();
        assertThat(refused).as("cases that are refused").isGreaterThan(100);
    }
}
