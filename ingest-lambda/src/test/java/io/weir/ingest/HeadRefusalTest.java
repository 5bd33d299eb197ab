package io.weir.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.envelope.source.Sources;
import io.weir.ingest.event.HttpEventParser;
import java.io.ByteArrayInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the door says to a request whose body has not come yet. */
class HeadRefusalTest {
    private final TestHandler test = new TestHandler();

    /** The status, or "body" if that is needed. */
    private String refuse(IngestHandler handler, Event event) throws Exception {
        event.event.put("body", "");
        Answer refusal = handler.visit(HttpEventParser.parse(new ByteArrayInputStream(event.bytes())))
                .refusal();
        assertThat(test.queued).isEmpty();
        assertThat(test.log.size() > 0).isEqualTo(refusal != null);
        test.log.reset();
        return refusal == null ? "body" : Integer.toString(refusal.status());
    }

    @ParameterizedTest
    @CsvSource({
        "/nobody, POST, 404",
        "/github, PUT, 405",
        "/fenced, POST, 403",
        "/own, POST, 400",
        "/github, POST, body"
    })
    void refuse_head_saysWhatTheWholeRequestWouldBeTold(String path, String method, String expected) throws Exception {
        Event event = new Event(path);
        event.http.put("method", method);
        assertThat(refuse(test.builder().build(), event)).isEqualTo(expected);
    }

    @Test
    void refuse_handshakeInTheBody_waitsForIt() throws Exception {
        Sources slack = Sources.parse(
                "test", "{\"slack\": {\"scheme\": \"slack\", \"secret\": \"env:X\", \"allow\": [\"203.0.113.0/24\"]}}");
        Event event = new Event("/slack");
        assertThat(refuse(test.builder(slack).build(), event)).isEqualTo("403");
        event.http.put("sourceIp", "203.0.113.9");
        assertThat(refuse(test.builder(slack).build(), event)).isEqualTo("body");
        event.http.put("method", "GET");
        assertThat(refuse(test.builder(slack).build(), event)).isEqualTo("405");
    }
}
