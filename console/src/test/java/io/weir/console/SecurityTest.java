package io.weir.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.weir.console.guard.Answers;
import io.weir.operations.Operations;
import io.weir.operations.RequestSummary;
import io.weir.operations.State;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Set;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A test for each rule that keeps strangers out; each fails when its rule is taken out. */
class SecurityTest {
    private ConsoleFixture fixture;
    private Visitor visitor;

    @BeforeEach
    void open() throws IOException {
        fixture = new ConsoleFixture(
                options -> options.metrics(() -> "weir_up 1\n").api(SecurityTest::api));
        fixture.sample.fill();
        visitor = fixture.visitor();
    }

    private static Handler api(Operations operations, String token) {
        return new Handler.Abstract() {
            @Override
            public boolean handle(Request request, Response response, Callback callback) {
                boolean isOwner =
                        ("Bearer " + token).equals(request.getHeaders().get("Authorization"));
                Answers.text(response, callback, isOwner ? 200 : 401, "api");
                return true;
            }
        };
    }

    @AfterEach
    void close() throws IOException {
        fixture.close();
    }

    private String dead() {
        return fixture.operations.all().stream()
                .filter(request -> request.state() == State.DEAD)
                .map(RequestSummary::id)
                .findFirst()
                .orElseThrow();
    }

    private long count(State state) {
        return fixture.operations.all().stream()
                .filter(request -> request.state() == state)
                .count();
    }

    private String[] retryAllDead(String formToken) {
        return new String[] {"form", formToken, "action", "retry", "state", "dead"};
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/requests", "/style.css", "/script.js", "/metrics", "/api/status", "/events"})
    void who_calls_it_by_a_foreign_name_is_misdirected(String path) throws IOException {
        int port = fixture.console.port();
        for (String host : new String[] {
            "evil.example",
            "evil.example:" + port,
            "127.0.0.1",
            "127.0.0.1:1",
            "localhost.evil.example:" + port,
            "127.0.0.1.evil.example:" + port
        }) {
            assertThat(visitor.with("Host", host).get(path).status()).as(host).isEqualTo(421);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "localhost", "LOCALHOST", "[::1]"})
    void its_own_names_are_its_own(String name) throws IOException {
        visitor.with("Host", name + ":" + fixture.console.port());
        assertThat(visitor.get("/").status()).isEqualTo(200);
        assertThat(visitor.get("/metrics").status()).isEqualTo(200);
    }

    @Test
    void a_name_is_its_own_if_it_was_configured() throws IOException {
        try (ConsoleFixture named = new ConsoleFixture(options -> options.names(Set.of("Weir.example:8443")))) {
            Visitor other = named.visitor().with("Host", "weir.example:8443");
            assertThat(other.get("/").status()).isEqualTo(200);
            assertThat(other.with("Host", "weir.example").get("/").status()).isEqualTo(421);
        }
    }

    @Test
    void the_token_has_128_bits_and_is_another_at_each_start() throws IOException {
        assertThat(Base64.getUrlDecoder().decode(fixture.console.token())).hasSize(16);
        try (ConsoleFixture other = ConsoleFixture.plain()) {
            assertThat(other.console.token()).isNotEqualTo(fixture.console.token());
        }
    }

    @Test
    void the_link_gives_a_cookie_and_takes_the_token_out_of_the_address() throws IOException {
        String token = fixture.console.token();
        Visitor.Answer answer = new Visitor(fixture.console).get("/requests?state=dead&token=" + token + "&grep=a%26b");
        assertThat(answer.status()).isEqualTo(303);
        assertThat(answer.header("location")).isEqualTo("/requests?state=dead&grep=a%26b");
        String cookie = answer.header("set-cookie");
        assertThat(cookie)
                .startsWith("weir-" + fixture.console.port() + "=")
                .contains("; HttpOnly", "; SameSite=Strict", "; Path=/")
                .doesNotContain(token, "Secure", "Domain");
        assertThat(fixture.console.url()).isEqualTo("http://127.0.0.1:" + fixture.console.port() + "/?token=" + token);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "//evil.example/",
                "///evil.example/a",
                "/%2f/evil.example",
                "/%5c/evil.example",
                "/./%2e//evil.example"
            })
    void the_link_leads_to_no_other_host(String path) throws IOException {
        Visitor.Answer answer = new Visitor(fixture.console).get(path + "?token=" + fixture.console.token());
        assertThat(answer.header("location")).doesNotMatch("(?s)([a-z]+:|[/\\\\]{2}|/%5[cC]|/%2[fF]).*");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/requests", "/dead", "/sources", "/events", "/jobs/x", "/nothing"})
    void who_has_no_cookie_learns_how_to_get_one_and_nothing_else(String path) throws IOException {
        Visitor stranger = new Visitor(fixture.console);
        for (String cookie : new String[] {
            "",
            "weir-" + fixture.console.port() + "=x",
            "weir-1=" + "x",
            "weir-" + fixture.console.port() + "=" + fixture.console.token()
        }) {
            Visitor.Answer answer = stranger.with("Cookie", cookie).get(path);
            assertThat(answer.status()).as(cookie).isEqualTo(401);
            assertThat(answer.body())
                    .contains("Open the console by the link that weir printed")
                    .doesNotContain(fixture.console.token(), "github", "data folder", "form");
        }
    }

    @Test
    void a_wrong_token_opens_nothing() throws IOException {
        Visitor.Answer answer = new Visitor(fixture.console).get("/?token=AAAAAAAAAAAAAAAAAAAAAA");
        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.header("set-cookie")).isEmpty();
    }

    @Test
    void the_cookies_of_two_consoles_do_not_clash() throws IOException {
        try (ConsoleFixture other = ConsoleFixture.filled()) {
            String both = cookie(fixture) + "; " + cookie(other);
            assertThat(visitor.with("Cookie", both).get("/").status()).isEqualTo(200);
            assertThat(other.visitor().with("Cookie", both).get("/").status()).isEqualTo(200);
            assertThat(visitor.with("Cookie", cookie(other)).get("/").status()).isEqualTo(401);
        }
    }

    private static String cookie(ConsoleFixture of) throws IOException {
        Visitor.Answer answer = new Visitor(of.console).get("/?token=" + of.console.token());
        return answer.header("set-cookie").replaceAll(";.*", "");
    }

    @Test
    void a_form_of_another_origin_changes_nothing() throws IOException {
        String token = visitor.get("/dead").formToken();
        int port = fixture.console.port();
        for (String origin : new String[] {
            "",
            "null",
            "https://evil.example",
            "http://127.0.0.1",
            "http://127.0.0.1:1",
            "https://127.0.0.1:" + port,
            "http://localhost:" + port,
            "http://127.0.0.1:" + port + ".evil.example"
        }) {
            Visitor.Answer answer = visitor.with("Origin", origin).post("/change", retryAllDead(token));
            assertThat(answer.status()).as(origin).isEqualTo(403);
        }
        assertThat(count(State.DEAD)).isEqualTo(4);
        assertThat(visitor.with("Origin", "http://127.0.0.1:" + port)
                        .post("/change", retryAllDead(token))
                        .status())
                .isEqualTo(303);
        assertThat(count(State.DEAD)).isZero();
    }

    @Test
    void a_form_without_this_consoles_token_changes_nothing() throws IOException {
        visitor.with("Origin", "http://127.0.0.1:" + fixture.console.port());
        try (ConsoleFixture other = ConsoleFixture.filled()) {
            String foreign = other.visitor().get("/dead").formToken();
            assertThat(foreign).hasSizeGreaterThan(40);
            for (String token : new String[] {"", "x", foreign, fixture.console.token()}) {
                assertThat(visitor.post("/change", retryAllDead(token)).status())
                        .isEqualTo(403);
            }
        }
        assertThat(visitor.post("/change", "action", "retry", "state", "dead").status())
                .isEqualTo(403);
        assertThat(count(State.DEAD)).isEqualTo(4);
    }

    @Test
    void a_form_without_the_cookie_changes_nothing() throws IOException {
        String token = visitor.get("/dead").formToken();
        Visitor stranger = new Visitor(fixture.console).with("Origin", "http://127.0.0.1:" + fixture.console.port());
        assertThat(stranger.post("/change", retryAllDead(token)).status()).isEqualTo(401);
        assertThat(count(State.DEAD)).isEqualTo(4);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/requests", "/events", "/metrics", "/api/status", "/style.css", "/script.js"})
    void what_another_site_asks_for_is_refused(String path) throws IOException {
        for (String site : new String[] {"cross-site", "same-site", "anything"}) {
            assertThat(visitor.with("Sec-Fetch-Site", site).get(path).status())
                    .as(site)
                    .isEqualTo(403);
        }
    }

    @Test
    void a_click_on_another_sites_link_with_the_token_is_refused() throws IOException {
        Visitor clicked = new Visitor(fixture.console)
                .with("Sec-Fetch-Site", "cross-site")
                .with("Sec-Fetch-Mode", "navigate");
        assertThat(clicked.get("/?token=" + fixture.console.token()).status()).isEqualTo(403);
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "same-origin"})
    void what_a_person_opens_is_not(String site) throws IOException {
        assertThat(visitor.with("Sec-Fetch-Site", site).get("/").status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/requests",
                "/nothing",
                "/style.css",
                "/script.js",
                "/icon.svg",
                "/metrics",
                "/api/status",
                "/requests?since=x",
                "/?token=x",
                "/%zz"
            })
    void each_answer_tells_the_browser_to_trust_nothing(String path) throws IOException {
        check(visitor.get(path));
        check(new Visitor(fixture.console).get(path));
        check(visitor.with("Host", "evil.example").get(path));
        check(fixture.visitor().send("PUT", path, ""));
    }

    private static void check(Visitor.Answer answer) {
        assertThat(answer.header("content-security-policy"))
                .isEqualTo("default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
                        + "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'");
        assertThat(answer.headers())
                .containsEntry("x-content-type-options", "nosniff")
                .containsEntry("referrer-policy", "no-referrer")
                .containsEntry("cache-control", "no-store")
                .doesNotContainKey("server")
                .doesNotContainKey("access-control-allow-origin");
    }

    @Test
    void a_body_is_never_a_page() throws IOException {
        byte[] html = "<script>alert(1)</script>".getBytes(StandardCharsets.UTF_8);
        String id = fixture.sample.receive("github", 1, Sample.request("text/html", html));
        Visitor.Answer answer = visitor.get("/requests/" + id + "/body");
        assertThat(answer.body()).isEqualTo("<script>alert(1)</script>");
        assertThat(answer.headers())
                .containsEntry("content-type", "application/octet-stream")
                .containsEntry("content-disposition", "attachment; filename=\"" + id + ".bin\"");
        check(answer);
        assertThat(visitor.get("/requests/" + id).body())
                .contains("&lt;script&gt;alert(1)&lt;/script&gt;")
                .doesNotContain("<script>alert");
    }

    @Test
    void what_moves_a_cursor_or_turns_text_is_an_escape() throws IOException {
        String nasty = "a\u202eb\u0007c\u001b[2Jd\u2066e\u200bf\u0085g\ufeffh";
        byte[] body = ("{\"x\":\"" + nasty.replace("\u0007", "").replace("\u001b", "") + "\"}")
                .getBytes(StandardCharsets.UTF_8);
        String id = fixture.sample.receive("github", 1, Sample.request("application/json", body));
        fixture.sample.done(id, nasty, nasty);
        for (String path :
                new String[] {"/requests", "/requests/" + id, "/requests?grep=%E2%80%AE", "/requests?type=%07%1b"}) {
            assertThat(visitor.get(path).body())
                    .matches("(?s)[\\P{Cntrl}\\n\\t]*")
                    .doesNotContainPattern("[\\u200b-\\u200f\\u202a-\\u202e\\u2066-\\u2069\\ufeff\\u0085]");
        }
        assertThat(visitor.get("/requests/" + id).body()).contains("a\\u202eb\\u0007c\\u001b[2Jd\\u2066e");
    }

    @Test
    void no_address_of_an_event_becomes_a_link() throws IOException {
        String url = "http://evil.example/x";
        String id = fixture.sample.receive("github", 1, Sample.json("{\"url\":\"" + url + "\"}"));
        fixture.sample.done(id, url, url);
        for (String path : new String[] {"/requests", "/requests/" + id}) {
            assertThat(visitor.get(path).body()).contains(url).doesNotContainPattern("(?:href|src|action)=\"(?!/|#)");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0", "::", "192.0.2.1"})
    void an_address_that_others_reach_needs_more(String host) {
        ConsoleOptions open =
                ConsoleServer.builder(fixture.operations).host(host).port(0);
        assertThatIllegalArgumentException().isThrownBy(open::build).withMessageContaining("others can reach");
        assertThatCode(() -> open.behindProxy(true).build()).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "127.0.0.2", "::1", "localhost"})
    void an_address_of_this_machine_needs_nothing(String host) {
        assertThatCode(() -> ConsoleServer.builder(fixture.operations)
                        .host(host)
                        .port(0)
                        .build())
                .doesNotThrowAnyException();
    }

    @Test
    void an_empty_address_is_every_address() {
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> ConsoleServer.builder(fixture.operations).host("").build());
    }

    @Test
    void who_may_only_read_changes_nothing() throws IOException {
        try (ConsoleFixture reading = new ConsoleFixture(options -> options.readOnly(true))) {
            reading.sample.fill();
            Visitor reader = reading.visitor();
            String token = visitor.get("/dead").formToken();
            assertThat(reader.get("/dead").body()).contains("read-only").doesNotContain("method=\"post\"", "Delete");
            reader.with("Origin", "http://127.0.0.1:" + reading.console.port());
            for (String path : new String[] {"/change", "/jobs/x/stop", "/nothing"}) {
                Visitor.Answer answer = reader.post(path, retryAllDead(token));
                assertThat(answer.status()).isEqualTo(403);
                assertThat(answer.body()).contains("read-only");
            }
        }
    }

    @Test
    void other_methods_are_refused() throws IOException {
        for (String method : new String[] {"PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"}) {
            assertThat(visitor.send(method, "/requests/" + dead(), "").status())
                    .as(method)
                    .isEqualTo(405);
        }
    }

    @Test
    void behind_a_proxy_the_cookie_is_for_tls_alone() throws IOException {
        try (ConsoleFixture proxied =
                new ConsoleFixture(options -> options.behindProxy(true).names(Set.of("weir.example")))) {
            Visitor browser =
                    new Visitor(proxied.console).with("Host", "weir.example").with("X-Forwarded-Proto", "https");
            assertThat(browser.get("/?token=" + proxied.console.token()).header("set-cookie"))
                    .contains("; Secure");
        }
    }

    @Test
    void the_interface_for_commands_needs_the_token_and_no_cookie() throws IOException {
        Visitor command = new Visitor(fixture.console);
        assertThat(command.get("/api/status").status()).isEqualTo(401);
        assertThat(visitor.get("/api/status").status()).isEqualTo(401);
        command.with("Authorization", "Bearer " + fixture.console.token());
        assertThat(command.get("/api/status").status()).isEqualTo(200);
    }

    @Test
    void figures_are_for_who_may_reach_the_port() throws IOException {
        Visitor.Answer answer = new Visitor(fixture.console).get("/metrics");
        assertThat(answer.body()).isEqualTo("weir_up 1\n");
        assertThat(answer.headers()).containsEntry("content-type", "text/plain; version=0.0.4; charset=utf-8");
    }

    @Test
    void without_pages_there_are_none() throws IOException {
        try (ConsoleFixture bare =
                new ConsoleFixture(options -> options.pages(false).metrics(() -> "weir_up 1\n"))) {
            Visitor browser = new Visitor(bare.console);
            assertThat(browser.get("/?token=" + bare.console.token()).status()).isEqualTo(404);
            assertThat(browser.get("/events").status()).isEqualTo(404);
            assertThat(browser.get("/metrics").status()).isEqualTo(200);
        }
    }

    @Test
    void a_form_that_is_too_large_is_refused() throws IOException {
        visitor.with("Origin", "http://127.0.0.1:" + fixture.console.port());
        assertThat(visitor.post("/change", "grep", "x".repeat(200_000)).status())
                .isIn(400, 413);
    }
}
