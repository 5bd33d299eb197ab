package io.weir.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.config.Environment;
import io.weir.json.Json;
import io.weir.log.EmfLog;
import java.io.PrintStream;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RequestLogTest {
    private final TestHandler test = new TestHandler();

    @Test
    void handle_log_isOneLineWithoutWhatTheSenderWrote() throws Exception {
        Event event = new Event("/made-up-by-a-stranger");
        event.headers.put("x-secret", "s3cr3t");
        event.event.put("rawQueryString", "token=t0k3n");
        test.assertRefused(event, 404);
        test.assertAccepted(new Event("/github"));

        List<String> lines = test.log.toString(UTF_8).lines().toList();
        assertThat(lines).hasSize(2);
        assertThat(lines.getFirst())
                .contains("\"Status\":\"404\"", "\"Source\":\"(unknown)\"")
                .doesNotContain("stranger", "s3cr3t", "t0k3n");
        assertThat(lines.getLast()).contains("\"Status\":\"200\"", "\"Source\":\"github\"", "\"reason\":\"accepted\"");
    }

    private Map<?, ?> last() throws Exception {
        return Json.readObject(test.log.toString(UTF_8).lines().toList().getLast());
    }

    private static List<?> counted(Map<?, ?> line) {
        return ((List<?>) ((Map<?, ?>) line.get("_aws")).get("CloudWatchMetrics"))
                .stream()
                        .map(directive -> ((Map<?, ?>) directive).get("Dimensions") + " "
                                + ((Map<?, ?>) ((List<?>) ((Map<?, ?>) directive).get("Metrics")).getFirst())
                                        .get("Name"))
                        .toList();
    }

    /** What the queue does not take is no harm to the sender, so that only a metric tells of it. */
    @Test
    void spill_isCountedByWhy() throws Exception {
        test.assertAccepted(new Event("/github"));
        assertThat(counted(last())).isEqualTo(List.of("[[Status]] Requests"));
        assertThat(last().get("Spills")).isNull();

        test.assertAccepted(new Event("/github").body(new byte[1_100_000]));
        assertThat(last().get("reason")).isEqualTo("spilled");
        assertThat(last().get("Spills")).hasToString("1");
        assertThat(counted(last())).isEqualTo(List.of("[[Status]] Requests", "[[reason]] Spills"));

        test.queueDown = true;
        test.assertAccepted(new Event("/github"));
        assertThat(last().get("reason")).isEqualTo("queue-down");
        assertThat(last().get("Spills")).hasToString("1");
    }

    @Test
    void metrics_areOfTheDeploymentsOwnNamespace() throws Exception {
        Map<String, String> environment = new LinkedHashMap<>(Map.of(
                "WEIR_SOURCES", "{\"s\":{\"scheme\":\"github\",\"secret\":\"env:X\"}}", "WEIR_QUEUE_URL", "queue"));
        assertThat(IngestConfig.read(new Environment(environment)).metricsNamespace())
                .isEqualTo("Weir");
        environment.put("WEIR_METRICS_NAMESPACE", "Weir/test");

        new RequestLog(new EmfLog(
                        IngestConfig.read(new Environment(environment)).metricsNamespace(),
                        new PrintStream(test.log, true, UTF_8),
                        Clock.fixed(TestHandler.NOW, ZoneOffset.UTC)))
                .request(
                        TestHandler.SOURCES.find("github"),
                        Answer.accepted("01J00000000000000000000000"),
                        1,
                        Duration.ofMillis(1));

        Map<?, ?> aws = (Map<?, ?>) ((Map<?, ?>) Json.read(test.log.toString(UTF_8))).get("_aws");
        assertThat((List<?>) aws.get("CloudWatchMetrics"))
                .singleElement()
                .satisfies(directive ->
                        assertThat(((Map<?, ?>) directive).get("Namespace")).isEqualTo("Weir/test"));
    }
}
