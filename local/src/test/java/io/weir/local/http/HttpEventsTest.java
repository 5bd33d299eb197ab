package io.weir.local.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.envelope.Headers;
import io.weir.ingest.event.HttpEvent;
import io.weir.ingest.event.HttpEventParser;
import io.weir.json.Json;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.regex.Pattern;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;

/** A request makes the same event whether it is taken as it is or written as API Gateway would write it. */
class HttpEventsTest {
    /** Both events that one request made. */
    private record Both(HttpEvent direct, HttpEvent written) {}

    private static final BlockingQueue<Both> SEEN = new LinkedBlockingQueue<>();
    private static Server server;
    private static ServerConnector connector;

    @BeforeContainer
    static void start() throws Exception {
        server = new Server();
        connector = new ServerConnector(server, 1, 1);
        connector.setHost("127.0.0.1");
        server.addConnector(connector);
        server.setHandler(new Handler.Abstract() {
            @Override
            public boolean handle(Request request, Response response, Callback callback) throws IOException {
                HttpEvent written = HttpEventParser.parse(new ByteArrayInputStream(Gateway.event(request)));
                SEEN.add(new Both(HttpEvents.of(request), written));
                callback.succeeded();
                return true;
            }
        });
        server.start();
    }

    @AfterContainer
    static void stop() throws Exception {
        server.stop();
    }

    /** What API Gateway writes of a request. */
    private static final class Gateway {
        private static final Pattern PROTOCOL = Pattern.compile("(?i)\\s*https?\\s*(,.*)?");

        static byte[] event(Request request) {
            Map<String, String> headers = new LinkedHashMap<>();
            for (HttpField field : request.getHeaders()) {
                Headers.add(headers, field.getName(), String.valueOf(field.getValue()));
            }
            if (!PROTOCOL.matcher(headers.getOrDefault("x-forwarded-proto", "")).matches()) {
                headers.put("x-forwarded-proto", request.getHttpURI().getScheme());
            }
            String query = request.getHttpURI().getQuery();
            return Json.write(Map.of(
                            "version",
                            "2.0",
                            "rawPath",
                            request.getHttpURI().getPath(),
                            "rawQueryString",
                            query == null ? "" : query,
                            "headers",
                            headers,
                            "requestContext",
                            Map.of(
                                    "domainName",
                                    Request.getServerName(request),
                                    "stage",
                                    "$default",
                                    "http",
                                    Map.of("method", request.getMethod(), "sourceIp", Request.getRemoteAddr(request))),
                            "isBase64Encoded",
                            true))
                    .getBytes(UTF_8);
        }
    }

    /** The status; 200 if both events were made. */
    private static String send(String request) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), connector.getLocalPort())) {
            socket.getOutputStream().write(request.getBytes(ISO_8859_1));
            String answer = new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
            return answer.length() < 12 ? "none" : answer.substring(9, 12);
        }
    }

    private static void assertSame(String line, List<String> headers) throws Exception {
        String rest = headers.isEmpty() ? "" : String.join("\r\n", headers) + "\r\n";
        String status = send(line + " HTTP/1.1\r\nHost: door.example:81\r\nConnection: close\r\n" + rest + "\r\n");
        if (!status.equals("200")) {
            assertThat(SEEN)
                    .as("%s %s is answered %s by the server itself", line, headers, status)
                    .isEmpty();
            return;
        }
        Both both = SEEN.take();
        HttpEvent direct = both.direct();
        HttpEvent written = both.written();
        assertThat(direct.headers()).isEqualTo(written.headers());
        assertThat(List.copyOf(direct.headers().keySet()))
                .isEqualTo(List.copyOf(written.headers().keySet()));
        assertThat(direct).usingRecursiveComparison().ignoringFields("headers").isEqualTo(written);
        assertThat(direct.url()).isEqualTo(written.url());
    }

    @Property(tries = 1)
    void requestsThatOthersGotWrong_makeTheSameEvent() throws Exception {
        assertSame("GET /a%2Fb/%C3%A4;c=d?x=%20+&y", List.of());
        assertSame("POST /github?", List.of("X-A: 1", "x-a: 2", "X-A:", "X-Empty:"));
        assertSame("POST http://other.example/github?a=b", List.of());
        assertSame("OPTIONS *", List.of());
        assertSame("PATCH //double//slash", List.of("X-Forwarded-Proto: https, http"));
        assertSame("post /lower", List.of("X-Forwarded-Proto: ftp"));
        assertSame("POST /a/../b/./c", List.of("X-Forwarded-Proto:  HTTP ,x"));
        assertSame("POST /x", List.of("X-Forwarded-Proto: https://x", "Content-Length: 0"));
        assertSame("POST /x", List.of("X-Latin: \u00e4\u00ff", "User-Agent: a\tb"));
    }

    @Property(tries = 300)
    void anyRequest_makesTheSameEvent(@ForAll("targets") String target, @ForAll("headers") List<String> headers)
            throws Exception {
        assertSame("POST " + target, headers);
    }

    @Provide
    Arbitrary<String> targets() {
        return Arbitraries.of("a", "%41", "%2f", "%00", ";p=1", "/", ".", "..", "\u00e4", "~", "?", "&k=v", "+", "%zz")
                .list()
                .ofMaxSize(6)
                .map(parts -> "/" + String.join("", parts));
    }

    @Provide
    Arbitrary<List<String>> headers() {
        Arbitrary<String> names =
                Arbitraries.of("X-A", "x-a", "X-Forwarded-Proto", "x-forwarded-proto", "Cookie", "User-Agent", "x_y");
        Arbitrary<String> values = Arbitraries.frequencyOf(
                Tuple.of(2, Arbitraries.of("http", "https", " HTTPS , http", "ftp", "httpx", "", ",", "http\u00e4")),
                Tuple.of(1, Arbitraries.strings().withCharRange(' ', '~').ofMaxLength(20)));
        return names.flatMap(name -> values.map(value -> name + ": " + value))
                .list()
                .ofMaxSize(6);
    }
}
