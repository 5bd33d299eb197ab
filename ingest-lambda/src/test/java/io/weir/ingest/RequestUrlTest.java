package io.weir.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The URL that goes into the message: some senders sign the one to which they post. */
class RequestUrlTest {
    private final TestHandler test = new TestHandler();

    @ParameterizedTest
    @CsvSource({
        "http, http",
        "HTTPS, https",
        "'https,http', https",
        "' http , https', http",
        "ftp, https",
        "'wss,http', https",
        "'', https",
        "'https://evil.example/?', https",
        "',http', https"
    })
    void handle_forwardedProtocol_countsOnlyIfItIsHttpOrHttps(String forwarded, String protocol) throws Exception {
        Event event = new Event("/github");
        event.headers.put("X-Forwarded-Proto", forwarded);
        test.assertAccepted(event);
        assertThat(test.queued.getFirst().open().url()).isEqualTo(protocol + "://door.example/github");
    }
}
