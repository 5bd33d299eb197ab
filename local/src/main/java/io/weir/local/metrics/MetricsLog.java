package io.weir.local.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.weir.json.Json;
import io.weir.json.JsonException;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * Reads the log lines of both functions, passes them on, and counts what they count: each line names its own metrics, as
 * CloudWatch reads them. So both have the same figures. Thread-safe.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html">Embedded metric format</a>
 */
public final class MetricsLog extends OutputStream {
    private static final String PREFIX = "weir.";
    private static final int LONGEST = 1 << 20;

    private final PrintStream next;
    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();

    /** As many as there are configured names; to ask the registry for each line costs more than to count. */
    private final Map<Named, Counter> counters = new HashMap<>();

    private final Map<Named, DistributionSummary> summaries = new HashMap<>();

    private record Named(String name, List<Tag> tags) {}

    private MetricsLog(PrintStream next) {
        this.next = next;
    }

    /** Figures of what is logged; the lines go on to another log. */
    public static MetricsLog before(PrintStream next) {
        return new MetricsLog(next);
    }

    /** This as the log that the functions write to. */
    public PrintStream log() {
        return new PrintStream(this, true, StandardCharsets.UTF_8);
    }

    /** Adds a figure that is asked for when somebody looks, such as the depth of a queue. */
    public <T> void gauge(String name, String tag, String value, T of, ToDoubleFunction<T> figure) {
        registry.gauge(PREFIX + name, Tags.of(tag, value), of, figure);
    }

    /** All figures in Prometheus' text format. */
    public String scrape() {
        return registry.scrape();
    }

    @Override
    public synchronized void write(int b) {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public synchronized void write(byte[] bytes, int offset, int length) {
        next.write(bytes, offset, length);
        int from = offset;
        for (int i = offset; i < offset + length; i++) {
            if (bytes[i] == '\n') {
                keep(bytes, from, i);
                count(line.toByteArray());
                line.reset();
                from = i + 1;
            }
        }
        keep(bytes, from, offset + length);
    }

    private void keep(byte[] bytes, int from, int to) {
        line.write(bytes, from, Math.min(to - from, LONGEST - line.size()));
    }

    @Override
    public synchronized void flush() {
        next.flush();
    }

    private void count(byte[] text) {
        try {
            Map<String, @Nullable Object> json = Json.readObject(text);
            if (json.get("_aws") instanceof Map<?, ?> aws && aws.get("CloudWatchMetrics") instanceof List<?> all) {
                all.forEach(directive -> count(json, directive));
            }
        } catch (JsonException e) {
            // Not a line of the functions.
        }
    }

    /** By the dimensions that tell most: fewer are sums, which Prometheus makes itself. */
    private void count(Map<String, @Nullable Object> json, @Nullable Object directive) {
        if (directive instanceof Map<?, ?> map
                && map.get("Dimensions") instanceof List<?> sets
                && map.get("Metrics") instanceof List<?> metrics
                && !sets.isEmpty()
                && sets.getFirst() instanceof List<?> dimensions) {
            List<Tag> tags = dimensions.stream()
                    .map(name -> Tag.of(String.valueOf(name).toLowerCase(Locale.ROOT), String.valueOf(json.get(name))))
                    .toList();
            for (Object metric : metrics) {
                if (metric instanceof Map<?, ?> named && json.get(named.get("Name")) instanceof BigDecimal value) {
                    record(String.valueOf(named.get("Name")), String.valueOf(named.get("Unit")), tags, value);
                }
            }
        }
    }

    private void record(String name, String unit, List<Tag> tags, BigDecimal value) {
        if (unit.equals("Count")) {
            counters.computeIfAbsent(new Named(name, tags), key -> registry.counter(PREFIX + name, tags))
                    .increment(value.doubleValue());
        } else {
            summaries
                    .computeIfAbsent(
                            new Named(name, tags),
                            key -> DistributionSummary.builder(PREFIX + name)
                                    .baseUnit(unit.toLowerCase(Locale.ROOT))
                                    .tags(tags)
                                    .register(registry))
                    .record(value.doubleValue());
        }
    }
}
