package io.weir.cli.run;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.weir.cli.text.Shown;
import io.weir.json.Json;
import io.weir.json.JsonException;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Turns the JSON lines of door and worker into short ones for a person: time, beginning of the request's id, source, what
 * became of it, how long it took. Nothing is dropped: what is no such line comes out as it is. Thread-safe.
 */
public final class TextLog extends OutputStream {
    private static final int ID = 10;
    private static final int LONGEST = 1 << 20;

    private final PrintStream out;
    private final DateTimeFormatter time;
    private final InstantSource clock;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();

    TextLog(PrintStream out, ZoneId zone, InstantSource clock) {
        this.out = out;
        this.time = DateTimeFormatter.ofPattern("HH:mm:ss.SSS").withZone(zone);
        this.clock = clock;
    }

    /** A log that prints short lines there. */
    public static PrintStream over(PrintStream out) {
        return new PrintStream(new TextLog(out, ZoneId.systemDefault(), InstantSource.system()), true, UTF_8);
    }

    @Override
    public synchronized void write(int b) {
        if (b == '\n') {
            endLine();
            return;
        }
        line.write(b);
        if (line.size() >= LONGEST) {
            endLine();
        }
    }

    @Override
    public synchronized void write(byte[] bytes, int offset, int length) {
        for (int i = offset; i < offset + length; i++) {
            write(bytes[i]);
        }
    }

    private void endLine() {
        String text = line.toString(UTF_8);
        line.reset();
        out.println(shortened(text));
    }

    @Override
    public void close() {
        synchronized (this) {
            if (line.size() > 0) {
                endLine();
            }
        }
        out.flush();
    }

    private String shortened(String text) {
        Map<String, @Nullable Object> json;
        try {
            json = Json.readObject(text.strip());
        } catch (JsonException e) {
            return text;
        }
        if (json.containsKey("Outcome")) {
            return head(json) + worker(json);
        }
        if (json.containsKey("Status")) {
            return head(json)
                    + "%s %s, %s bytes, %s ms"
                            .formatted(
                                    word(json, "Status"),
                                    word(json, "reason"),
                                    word(json, "bytes"),
                                    millis(json, "DoorTime"));
        }
        if (json.containsKey("Downstream")) {
            return head(json) + downstream(json);
        }
        return json.get("message") instanceof String message
                ? time(json) + " " + word(json, "level") + ": " + Shown.escaped(message)
                : text;
    }

    private String head(Map<String, @Nullable Object> json) {
        String id = word(json, "id");
        return "%s %-10s %-12s "
                .formatted(time(json), id.length() > ID ? id.substring(0, ID) : id, word(json, "Source"));
    }

    private static String worker(Map<String, @Nullable Object> json) {
        StringBuilder text = new StringBuilder(word(json, "Outcome"));
        if (json.get("Reason") != null) {
            text.append(' ').append(word(json, "Reason"));
        }
        String why = json.get("detail") != null ? word(json, "detail") : word(json, "note");
        if (!why.equals("-")) {
            text.append(": ").append(why);
        }
        if (json.get("nextInSeconds") != null) {
            text.append(", again in ").append(word(json, "nextInSeconds")).append(" s");
        }
        return text.append(", ").append(millis(json, "Duration")).append(" ms").toString();
    }

    private static String downstream(Map<String, @Nullable Object> json) {
        StringBuilder text = new StringBuilder(word(json, "Downstream"));
        json.forEach((name, value) -> {
            if (!name.equals("time") && !name.equals("Downstream")) {
                text.append(' ').append(name).append(' ').append(word(json, name));
            }
        });
        return text.toString();
    }

    private static String word(Map<String, @Nullable Object> json, String name) {
        Object value = json.get(name);
        return value == null ? "-" : Shown.escaped(value.toString());
    }

    private static String millis(Map<String, @Nullable Object> json, String name) {
        return json.get(name) instanceof BigDecimal number
                ? number.setScale(number.scale() > 0 ? 1 : 0, RoundingMode.HALF_UP)
                        .toPlainString()
                : "-";
    }

    private String time(Map<String, @Nullable Object> json) {
        try {
            return time.format(json.get("time") instanceof String written ? Instant.parse(written) : clock.instant());
        } catch (DateTimeException e) {
            return time.format(clock.instant());
        }
    }
}
