package io.weir.local.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.weir.log.Figures;
import io.weir.log.Figures.Figure;
import io.weir.log.Log;
import io.weir.log.LogLine;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.ToDoubleFunction;

/** The log of both functions on one machine: counts in memory what lines count, and passes on the lines. Thread-safe. */
public final class MetricsLog implements Log, AutoCloseable {
    private static final String PREFIX = "weir.";

    private final OutputStream next;
    private final InstantSource clock;
    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

    /** As many as there are configured names; to ask the registry for each line costs more than to count. */
    private final Map<Named, Counter> counters = new ConcurrentHashMap<>();

    private final Map<Named, DistributionSummary> summaries = new ConcurrentHashMap<>();

    /** A figure of certain values of its dimensions. */
    private record Named(Figure figure, List<String> dimensions, List<String> values) {
        private List<Tag> tags() {
            List<Tag> tags = new ArrayList<>();
            for (int i = 0; i < dimensions.size(); i++) {
                tags.add(Tag.of(dimensions.get(i).toLowerCase(Locale.ROOT), values.get(i)));
            }
            return tags;
        }
    }

    private MetricsLog(OutputStream next, InstantSource clock) {
        this.next = next;
        this.clock = clock;
    }

    /** Figures of what is logged; each line goes on to there, whole and in one piece. */
    public static MetricsLog before(OutputStream next) {
        return before(next, InstantSource.system());
    }

    static MetricsLog before(OutputStream next, InstantSource clock) {
        return new MetricsLog(next, clock);
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
    public void write(List<Figures> counted, Consumer<LogLine> members) {
        LogLine line = LogLine.begin();
        line.text("time", clock.instant().truncatedTo(ChronoUnit.MILLIS).toString());
        members.accept(line);
        counted.forEach(figures -> count(figures, line));
        byte[] text = line.end();
        try {
            next.write(text, 0, text.length);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void count(Figures figures, LogLine line) {
        if (figures.arePaid()) {
            return;
        }
        List<String> dimensions = figures.dimensions().getFirst();
        List<String> values = dimensions.stream()
                .map(name -> String.valueOf(line.value(name)))
                .toList();
        for (Figure figure : figures.all()) {
            if (line.value(figure.name()) instanceof Number number) {
                count(new Named(figure, dimensions, values), number.doubleValue());
            }
        }
    }

    private void count(Named named, double value) {
        String name = PREFIX + named.figure().name();
        if (named.figure().isCount()) {
            counters.computeIfAbsent(named, key -> registry.counter(name, key.tags()))
                    .increment(value);
        } else {
            summaries
                    .computeIfAbsent(
                            named,
                            key -> DistributionSummary.builder(name)
                                    .baseUnit(key.figure().unit().toLowerCase(Locale.ROOT))
                                    .tags(key.tags())
                                    .register(registry))
                    .record(value);
        }
    }

    /** Ends where the lines go. */
    @Override
    public void close() throws IOException {
        next.close();
    }
}
