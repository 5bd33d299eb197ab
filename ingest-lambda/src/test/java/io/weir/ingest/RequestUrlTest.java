package io.weir.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.envelope.ReceivedRequest;
import io.weir.envelope.source.PublicUrl;
import io.weir.envelope.source.Sources;
import java.io.IOException;
import java.io.InputStream;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
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

    private static byte[] recorded(String name) throws IOException {
        try (InputStream event = RequestUrlTest.class.getResourceAsStream(name)) {
            return event.readAllBytes();
        }
    }

    private ReceivedRequest taken(IngestHandler handler, byte[] event) throws Exception {
        assertThat(TestHandler.handle(handler, event).get("statusCode")).hasToString("200");
        return test.queued.getLast().open();
    }

    private IngestHandler at(String url) {
        return test.builder().url(new PublicUrl(url)).build();
    }

    /** Twilio's rule for the form of the recorded events: the URL, then each name and value. */
    private static void assertTwilioSigned(ReceivedRequest request) throws Exception {
        Mac mac = Mac.getInstance("HmacSHA1");
        mac.init(new SecretKeySpec("12345".getBytes(UTF_8), "HmacSHA1"));
        byte[] signature = mac.doFinal((request.url() + "BodyhelloMessageSidSM1").getBytes(UTF_8));
        assertThat(request.header("x-twilio-signature"))
                .isEqualTo(Base64.getEncoder().encodeToString(signature));
    }

    @ParameterizedTest
    @CsvSource({
        "twilio-mapping-key-stripped.json, https://api.example.com/hooks",
        "twilio-mapping-key-stripped.json, https://api.example.com/hooks/",
        "twilio-named-stage.json, https://api.example.com"
    })
    void handle_pathThatTheGatewayChanged_isThatOfTheDeploymentsUrl(String event, String url) throws Exception {
        assertTwilioSigned(taken(at(url), recorded(event)));
    }

    @ParameterizedTest
    @CsvSource({
        "twilio-mapping-key-stripped.json, https://api.example.com/hooks/twilio",
        "twilio-named-stage.json, https://api.example.com/twilio"
    })
    void handle_pathThatTheGatewayChanged_isThatOfTheSourcesUrl(String event, String url) throws Exception {
        Sources sources = Sources.parse(
                "test", "{\"twilio\":{\"scheme\":\"twilio\",\"secret\":\"env:X\",\"url\":\"" + url + "\"}}");
        assertTwilioSigned(taken(test.builder(sources).build(), recorded(event)));
    }

    @Test
    void handle_configuredUrl_goesBeforeWhatTheRequestSaysAndKeepsItsQuery() throws Exception {
        Event event = new Event("/github");
        event.headers.put("x-forwarded-proto", "http");
        event.event.put("rawQueryString", "a=%20b&c");
        assertThat(taken(at("https://api.example.com/hooks"), event.bytes()).url())
                .isEqualTo("https://api.example.com/hooks/github?a=%20b&c");
    }

    @Test
    void handle_urlOfTheSource_goesBeforeThatOfTheDeployment() throws Exception {
        Sources sources = Sources.parse(
                "test", "{\"github\":{\"scheme\":\"github\",\"secret\":\"env:X\",\"url\":\"https://own.example/a\"}}");
        IngestHandler handler = test.builder(sources)
                .url(new PublicUrl("https://api.example.com"))
                .build();
        Event event = new Event("/github");
        event.event.put("rawQueryString", "q");
        assertThat(taken(handler, event.bytes()).url()).isEqualTo("https://own.example/a?q");
    }
}
