package io.weir.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.envelope.QueueMessage;
import io.weir.envelope.ReceivedRequest;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Whatever a stranger writes where the URL comes from: it becomes neither the request's id nor an operator's voucher. */
class HostileUrlTest {
    private static final String ID = "01JN5V4C3QF3ZC2W7V9V6N3G5A";
    private static final List<String> TEXTS = List.of(
            " ",
            " " + ID,
            " " + ID + " eyJvZiI6Ing",
            "%20" + ID + "%20eyJvZiI6Ing",
            "a " + ID + " x " + ID,
            "\t" + ID + "\n");

    private final TestHandler test = new TestHandler();

    private void assertHarmless(Event event) throws Exception {
        test.queued.clear();
        test.assertAccepted(event);
        QueueMessage message = test.queued.getFirst();
        ReceivedRequest request = message.open();
        assertThat(QueueMessage.voucherOf(message.attributes())).isNull();
        assertThat(Objects.requireNonNull(request.id())).isNotEqualTo(ID);
        assertThat(ReceivedRequest.isId(request.id())).isTrue();
        assertThat(QueueMessage.idOf(message.attributes())).isEqualTo(request.id());
    }

    @Test
    void query() throws Exception {
        for (String text : TEXTS) {
            Event event = new Event("/github");
            event.event.put("rawQueryString", text);
            assertHarmless(event);
        }
    }

    @Test
    void host() throws Exception {
        for (String text : TEXTS) {
            Event event = new Event("/github");
            event.headers.put("host", "door" + text);
            assertHarmless(event);
        }
    }

    @Test
    void stage() throws Exception {
        for (String text : TEXTS) {
            Event event = new Event("/v1" + text + "/github");
            event.context.put("stage", "v1" + text);
            assertHarmless(event);
        }
    }

    /** A path or a method of more than the configured name is refused before anything is made of it. */
    @Test
    void pathAndMethod() throws Exception {
        for (String text : TEXTS) {
            test.assertRefused(new Event("/github" + text), 404);
            Event event = new Event("/github");
            event.http.put("method", "POST" + text);
            test.assertRefused(event, 405);
        }
    }
}
