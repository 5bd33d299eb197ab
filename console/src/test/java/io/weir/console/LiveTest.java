package io.weir.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Pages that listen. */
class LiveTest {
    private ConsoleFixture fixture;
    private final List<Stream> streams = new ArrayList<>();

    @BeforeEach
    void open() throws IOException {
        fixture = ConsoleFixture.plain();
    }

    @AfterEach
    void close() throws IOException {
        for (Stream stream : streams) {
            stream.socket.close();
        }
        fixture.close();
    }

    private static final class Stream {
        final Socket socket;
        private final BufferedReader reader;

        Stream(Socket socket) throws IOException {
            this.socket = socket;
            this.reader = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
        }

        /** The next line that begins so. */
        String next(String start) throws IOException {
            String line = reader.readLine();
            while (line != null && !line.startsWith(start)) {
                line = reader.readLine();
            }
            return line == null ? "" : line;
        }
    }

    private Stream listen(String path, String lastId) throws IOException {
        int before = fixture.operations.watchers();
        Stream stream =
                new Stream(fixture.visitor().with("Last-Event-ID", lastId).open("GET", path, ""));
        streams.add(stream);
        await().until(() -> fixture.operations.watchers() == before + 1);
        return stream;
    }

    private String receive(String source) {
        return fixture.sample.receive(source, 1, Sample.json("{}"));
    }

    @Test
    void a_page_hears_what_its_filter_admits() throws IOException {
        Stream stream = listen("/events?source=github&state=done", "");
        String id = receive("github");
        fixture.sample.done(receive("stripe"), "s", "t");
        fixture.sample.done(id, "sender's", "a-type");
        assertThat(stream.next("data:")).contains(id, "\"state\":\"done\"").doesNotContain("sender", "a-type");
    }

    @Test
    void who_comes_back_hears_what_happened_meanwhile() throws IOException {
        Stream stream = listen("/events", "");
        String first = receive("github");
        String cursor = stream.next("id:").substring(4);
        assertThat(stream.next("data:")).contains(first);
        stream.socket.close();
        String second = receive("github");
        String third = receive("github");
        await().until(() -> !receive("github").isEmpty() && fixture.operations.watchers() == 0);
        Stream again = listen("/events", cursor);
        assertThat(again.next("data:")).contains(second);
        assertThat(again.next("data:")).contains(third);
    }

    @Test
    void who_was_away_too_long_is_told_of_a_gap() throws IOException {
        Stream stream = listen("/events", "of-an-earlier-start");
        assertThat(stream.next("event:")).isEqualTo("event: gap");
        String id = receive("github");
        assertThat(stream.next("data: {\"")).contains(id);
    }

    @Test
    void sixteen_listen_and_no_more() throws IOException {
        for (int i = 0; i < 16; i++) {
            listen("/events", "");
        }
        Visitor.Answer answer = fixture.visitor().get("/events");
        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.header("retry-after")).isEqualTo("30");
        for (int i = 0; i < 16; i++) {
            assertThat(streams.get(i).socket.isClosed()).isFalse();
        }
        streams.removeFirst().socket.close();
        // The place of a page that has gone is free as soon as another wants it.
        Stream last = new Stream(fixture.visitor().open("GET", "/events", ""));
        streams.add(last);
        assertThat(last.next("HTTP/1.1 ")).isEqualTo("HTTP/1.1 200 OK");
    }

    @Test
    void the_end_of_the_console_ends_what_listens() throws IOException {
        Stream stream = listen("/events", "");
        fixture.console.close();
        await().until(() -> fixture.operations.watchers() == 0);
        assertThat(stream.next("never")).isEmpty();
    }

    @Test
    void the_stream_is_no_page_and_is_not_kept() throws IOException {
        Stream stream = listen("/events", "");
        assertThat(stream.next("Content-Type:")).isEqualTo("Content-Type: text/event-stream");
    }
}
