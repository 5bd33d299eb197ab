package io.weir.log;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.PrintStream;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Consumer;

/**
 * The log of a function on Lambda: each line is at once its metrics in CloudWatch. Thread-safe.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html">Embedded metric format</a>
 */
public final class EmfLog implements Log {
    private final String namespace;
    private final PrintStream out;
    private final InstantSource clock;

    /** @param namespace of the metrics in CloudWatch */
    public EmfLog(String namespace, PrintStream out, InstantSource clock) {
        this.namespace = namespace;
        this.out = out;
        this.clock = clock;
    }

    @Override
    public void write(List<Figures> counted, Consumer<LogLine> members) {
        LogLine line = LogLine.begin();
        if (counted.stream().anyMatch(Figures::arePaid)) {
            line.json(json -> metrics(json, counted));
        }
        members.accept(line);
        byte[] text = line.end();
        out.write(text, 0, text.length); // at once: lines of two threads must not mix
        out.flush();
    }

    private void metrics(JsonGenerator json, List<Figures> counted) throws IOException {
        json.writeObjectFieldStart("_aws");
        json.writeNumberField("Timestamp", clock.millis());
        json.writeArrayFieldStart("CloudWatchMetrics");
        for (Figures figures : counted) {
            if (!figures.arePaid()) {
                continue;
            }
            json.writeStartObject();
            json.writeStringField("Namespace", namespace);
            json.writeArrayFieldStart("Dimensions");
            for (List<String> dimensions : figures.dimensions()) {
                json.writeArray(dimensions.toArray(String[]::new), 0, dimensions.size());
            }
            json.writeEndArray();
            json.writeArrayFieldStart("Metrics");
            for (Figures.Figure figure : figures.all()) {
                json.writeStartObject();
                json.writeStringField("Name", figure.name());
                json.writeStringField("Unit", figure.unit());
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }
}
