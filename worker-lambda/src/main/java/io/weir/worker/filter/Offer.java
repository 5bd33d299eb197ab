package io.weir.worker.filter;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.weir.action.Event;
import io.weir.action.SnsMessage;
import io.weir.json.Json;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What of an event a pattern looks at.
 *
 * @param json one object, with all that the pattern names and little else
 * @param steps about how many looks at a value the pattern costs at most
 */
record Offer(String json, long steps) {
    private static final JsonFactory FACTORY = Json.FACTORY;
    private static final String BODY = "body";

    static Offer of(Event event, Paths paths) throws UnfilterableException {
        StringWriter text = new StringWriter();
        long steps = 1;
        try (JsonGenerator json = FACTORY.createGenerator(text)) {
            json.writeStartObject();
            member(json, paths, "", "source", event.source());
            member(json, paths, "", "type", event.type().isEmpty() ? null : event.type());
            member(json, paths, "", "id", event.id());
            if (paths.leadTo("headers")) {
                json.writeObjectFieldStart("headers");
                for (Map.Entry<String, String> header : event.headers().entrySet()) {
                    member(json, paths, "headers.", header.getKey(), header.getValue());
                }
                json.writeEndObject();
            }
            SnsMessage sns = event.sns();
            if (sns != null && paths.leadTo("sns")) {
                json.writeObjectFieldStart("sns");
                member(json, paths, "sns.", "topicArn", sns.topicArn());
                member(json, paths, "sns.", "subject", sns.subject());
                member(json, paths, "sns.", "message", sns.message());
                json.writeEndObject();
            }
            Offer body = paths.leadTo(BODY) ? BodyPart.of(event.body(), BODY, paths) : null;
            if (body != null) {
                json.writeFieldName(BODY);
                json.writeRawValue(body.json());
                steps = body.steps();
            }
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e); // a text does no I/O
        }
        return new Offer(text.toString(), steps);
    }

    private static void member(JsonGenerator json, Paths paths, String before, String name, @Nullable String value)
            throws IOException, UnfilterableException {
        if (value != null && paths.leadTo(before + name)) {
            json.writeStringField(name, BodyPart.whole(value));
        }
    }
}
