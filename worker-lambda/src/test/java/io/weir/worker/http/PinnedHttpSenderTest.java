package io.weir.worker.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.weir.action.PermanentFailureException;
import io.weir.action.RetryLaterException;
import io.weir.config.Cidr;
import io.weir.config.ConfigValue;
import io.weir.verify.RefusedException;
import io.weir.worker.action.HttpAnswerException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.apache.hc.client5.http.DnsResolver;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PinnedHttpSenderTest {
    private static final Instant NOW = Instant.parse("2026-03-04T12:00:00Z");
    private static final List<Cidr> LOOPBACK = List.of(Cidr.parse(new ConfigValue("test", "127.0.0.0/8")));
    private static final Duration TIMEOUT = Duration.ofSeconds(2);

    private final List<String> requests = Collections.synchronizedList(new ArrayList<>());
    private final List<String> lookups = Collections.synchronizedList(new ArrayList<>());
    private HttpServer server;
    private int status = 204;
    private String retryAfter;
    private String location;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            requests.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + " "
                    + exchange.getRequestHeaders().getFirst("x-test") + " "
                    + new String(exchange.getRequestBody().readAllBytes(), UTF_8));
            if (retryAfter != null) {
                exchange.getResponseHeaders().set("retry-after", retryAfter);
            }
            if (location != null) {
                exchange.getResponseHeaders().set("location", location);
            }
            exchange.sendResponseHeaders(status, -1);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    /** Every name has these addresses. */
    private DnsResolver resolving(String... addresses) {
        return new DnsResolver() {
            @Override
            public InetAddress[] resolve(String host) throws UnknownHostException {
                lookups.add(host);
                InetAddress[] resolved = new InetAddress[addresses.length];
                for (int i = 0; i < addresses.length; i++) {
                    resolved[i] = InetAddress.getByName(addresses[i]);
                }
                return resolved;
            }

            @Override
            public String resolveCanonicalHostname(String host) {
                return host;
            }
        };
    }

    private PinnedHttpSender sender(List<Cidr> allowed, String... addresses) {
        return new PinnedHttpSender(resolving(addresses), allowed, Clock.fixed(NOW, ZoneOffset.UTC));
    }

    private URI url(String host) {
        return URI.create("http://" + host + ":" + server.getAddress().getPort() + "/in?x=1");
    }

    private int post(PinnedHttpSender sender) throws IOException, PermanentFailureException {
        return sender.post(url("receiver.example"), Map.of("x-test", "yes"), "body".getBytes(UTF_8), TIMEOUT);
    }

    @Test
    void post_allowedAddress_arrivesWholeAfterOneLookup() throws Exception {
        assertThat(post(sender(LOOPBACK, "127.0.0.1"))).isEqualTo(204);
        assertThat(requests).containsExactly("POST /in?x=1 yes body");
        assertThat(lookups).containsExactly("receiver.example");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1",
                "127.8.8.8",
                "0.0.0.0",
                "10.0.0.1",
                "100.64.0.1",
                "169.254.169.254",
                "172.16.0.1",
                "172.31.255.255",
                "192.168.1.1",
                "198.18.0.1",
                "224.0.0.1",
                "255.255.255.255",
                "::1",
                "::",
                "::ffff:127.0.0.1",
                "::ffff:169.254.169.254",
                "::7f00:1",
                "64:ff9b::7f00:1",
                "64:ff9b::a9fe:a9fe",
                "2002:7f00:1::",
                "2001:0:1::1",
                "::ffff:0:127.0.0.1",
                "::ffff:0:10.0.0.1",
                "::ffff:0:0:1",
                "::fffe:127.0.0.1",
                "::1:127.0.0.1",
                "64:ff9b:1:ffff::a9fe:a9fe",
                "2600::5efe:10.0.0.1",
                "2600:1:2:3:200:5efe:169.254.169.254",
                "4000::1",
                "1234::1",
                "9000::1",
                "fd00:ec2::254",
                "fe80::1",
                "fec0::1",
                "ff02::1"
            })
    void post_addressThatIsNotPublic_isRefusedAndNothingIsSent(String address) {
        assertThatThrownBy(() -> post(sender(List.of(), address)))
                .isInstanceOf(RefusedException.class)
                .hasMessage("receiver.example has an address that is not public");
        assertThat(requests).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "8.8.8.8",
                "100.63.255.255",
                "100.128.0.0",
                "172.15.255.255",
                "172.32.0.0",
                "192.167.255.255",
                "198.20.0.0",
                "223.255.255.255",
                "2600::1",
                "2600::5efe:8.8.8.8",
                "2600::5eff:10.0.0.1",
                "2a00:1450::1"
            })
    void isPublic_addressThatAnyoneMayReach_isTrue(String address) throws Exception {
        assertThat(PublicAddresses.isPublic(InetAddress.getByName(address))).isTrue();
    }

    @Test
    void post_oneOfSeveralAddressesNotPublic_isRefused() {
        assertThatThrownBy(() -> post(sender(List.of(), "8.8.8.8", "127.0.0.1")))
                .isInstanceOf(RefusedException.class);
        assertThatThrownBy(() -> post(sender(LOOPBACK, "127.0.0.1", "10.0.0.1")))
                .isInstanceOf(RefusedException.class);
        assertThat(requests).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "[::1]", "2130706433", "0x7f.1"})
    void post_literalAddressInTheUrl_isCheckedAsWell(String host) {
        PinnedHttpSender sender = new PinnedHttpSender(
                org.apache.hc.client5.http.SystemDefaultDnsResolver.INSTANCE,
                List.of(),
                Clock.fixed(NOW, ZoneOffset.UTC));
        assertThatThrownBy(() -> sender.post(url(host), Map.of(), new byte[0], TIMEOUT))
                .isInstanceOfAny(RefusedException.class, UnknownHostException.class);
        assertThat(requests).isEmpty();
    }

    @Test
    void post_redirect_isAnAnswerAndIsNotFollowed() {
        status = 302;
        location = url("elsewhere.example").toString();
        assertThatThrownBy(() -> post(sender(LOOPBACK, "127.0.0.1")))
                .isInstanceOf(HttpAnswerException.class)
                .hasMessage("receiver.example answered 302");
        assertThat(requests).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 201, 202, 204})
    void post_done_isItsStatus(int answer) throws Exception {
        status = answer;
        assertThat(post(sender(LOOPBACK, "127.0.0.1"))).isEqualTo(answer);
    }

    /** What the breaker of the host does not count. */
    @ParameterizedTest
    @ValueSource(ints = {300, 301, 304, 307, 308, 400, 401, 403, 404, 405, 409, 410, 413, 415, 422, 425, 451})
    void post_answerThatIsNoFaultOfTheHost_isARefusalAndNotRepeated(int answer) {
        status = answer;
        retryAfter = "7";
        assertThatThrownBy(() -> post(sender(LOOPBACK, "127.0.0.1")))
                .isInstanceOfSatisfying(
                        HttpAnswerException.class,
                        e -> assertThat(e.retryAfter()).isEqualTo(Duration.ofSeconds(7)))
                .hasMessage("receiver.example answered " + answer);
        assertThat(requests).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({
        "429,7,7",
        "421,3,3",
        "503,120,120",
        "500,'',0",
        "408,-5,0",
        "502,soon,0",
        "429,999999999,43200",
        "503,'Wed, 04 Mar 2026 12:00:30 GMT',30",
        "503,'Wed, 04 Mar 2026 11:00:00 GMT',0"
    })
    void post_comeLater_isAFaultThatCarriesRetryAfter(int answer, String after, long seconds) {
        status = answer;
        retryAfter = after;
        assertThatThrownBy(() -> post(sender(LOOPBACK, "127.0.0.1")))
                .isInstanceOf(RetryLaterException.class)
                .hasMessage("receiver.example answered " + answer)
                .satisfies(e -> assertThat(RetryLaterException.notBefore(e)).isEqualTo(Duration.ofSeconds(seconds)));
        assertThat(requests).hasSize(1);
    }

    @Test
    void post_nobodyListens_isAFault() {
        server.stop(0);
        assertThatThrownBy(() -> post(sender(LOOPBACK, "127.0.0.1"))).isInstanceOf(IOException.class);
    }

    @Test
    void post_noAnswerInTime_isAFaultAndIsNotRepeated() throws Exception {
        server.removeContext("/");
        server.createContext("/", exchange -> requests.add("hangs"));
        assertThatThrownBy(() -> sender(LOOPBACK, "127.0.0.1")
                        .post(url("receiver.example"), Map.of(), new byte[0], Duration.ofMillis(100)))
                .isInstanceOf(IOException.class);
        assertThat(requests).containsExactly("hangs");
    }

    @Test
    void post_headerThatCouldEndAnother_isRefused() {
        PinnedHttpSender sender = sender(LOOPBACK, "127.0.0.1");
        for (String value : List.of("a\r\nx-evil: 1", "a\nb", "é", "\u0000")) {
            assertThatThrownBy(() ->
                            sender.post(url("receiver.example"), Map.of("content-type", value), new byte[0], TIMEOUT))
                    .isInstanceOf(PermanentFailureException.class)
                    .hasMessageContaining("content-type");
        }
        assertThat(requests).isEmpty();
    }
}
