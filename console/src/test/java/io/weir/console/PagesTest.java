package io.weir.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.operations.RequestSummary;
import io.weir.operations.State;
import io.weir.operations.Status;
import io.weir.operations.kit.Statuses;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What pages show. */
class PagesTest {
    private ConsoleFixture fixture;
    private Visitor visitor;

    @BeforeEach
    void open() throws IOException {
        fixture = ConsoleFixture.filled();
        visitor = fixture.visitor();
    }

    @AfterEach
    void close() throws IOException {
        fixture.close();
        assertThat(fixture.warnings).isEmpty();
    }

    private RequestSummary first(State state) {
        return fixture.operations.all().stream()
                .filter(request -> request.state() == state)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void the_overview_says_what_waits_for_someone() throws IOException {
        assertThat(visitor.get("/").body())
                .contains("4 dead letters wait for you.", "1 unproven letter waits for you.")
                .contains("The poller of retry last asked its queue 10 min ago.")
                .contains("The disk of /srv/weir is nearly full: 2.0 GB of 100 GB are free.")
                .contains("The breaker of http opened 1 min 30 s ago.")
                .contains("The secret of orders was not found.")
                .contains("Rejected requests are kept for 7 days")
                .contains("weir send --source stripe --wait", "https://in.example/stripe")
                .contains("176 requests in 24 hours, at most 16 in one");
    }

    /** Breakers are named by what they stand before, sources by their actions. */
    @Test
    void an_open_breaker_is_shown_at_the_sources_that_need_its_downstream() throws IOException {
        Status healthy = Statuses.healthy();
        fixture.operations.status(new Status(
                "0.1.0",
                true,
                healthy.queues(),
                List.of(source("posted", "http"), source("mailed", "email"), source("kept", "archive")),
                List.of(),
                List.of(
                        new Status.BreakerStatus("http:hooks.example", true, Instant.now()),
                        new Status.BreakerStatus("mail", true, Instant.now()),
                        new Status.BreakerStatus("bucket", false, Instant.now())),
                healthy.disk(),
                List.of()));

        String page = visitor.get("/").body().replaceAll("\\s+", " ");

        assertThat(row(page, "posted")).contains("http:hooks.example").doesNotContain("open: mail");
        assertThat(row(page, "mailed")).contains("mail").doesNotContain("http:hooks.example");
        assertThat(row(page, "kept")).doesNotContain("open:");
    }

    private static Status.SourceStatus source(String name, String action) {
        return new Status.SourceStatus(
                name, "github", List.of(action), null, Status.Secret.FOUND, null, null, null, Map.of(), List.of());
    }

    private static String row(String page, String source) {
        int from = page.indexOf(">" + source + "<");
        return page.substring(from, page.indexOf("</tr>", from));
    }

    @Test
    void nothing_to_do_is_said_too() throws IOException {
        Status healthy = Statuses.healthy();
        fixture.operations.status(new Status(
                "0.1.0", true, healthy.queues(), healthy.sources(), List.of(), List.of(), healthy.disk(), List.of()));
        assertThat(visitor.get("/").body()).contains("nothing waits for you").doesNotContain("class=\"alert bad\"");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/", "/requests", "/dead", "/unproven", "/rejected", "/sources", "/sources/github", "/keys"})
    void each_page_can_be_seen(String path) throws IOException {
        Visitor.Answer answer = visitor.get(path);
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("content-type")).isEqualTo("text/html; charset=utf-8");
        assertThat(answer.body()).contains("<h1>", "data folder /srv/weir", "</html>");
    }

    @Test
    void requests_come_by_the_page() throws IOException {
        String first = visitor.get("/requests").body();
        List<RequestSummary> all = fixture.operations.all();
        assertThat(first)
                .contains(all.get(0).id(), all.get(49).id())
                .doesNotContain(all.get(50).id());
        String older =
                first.replaceAll("(?s).*href=\"([^\"]+)\" rel=\"next\".*", "$1").replace("&amp;", "&");
        assertThat(visitor.get(older).body())
                .contains(all.get(50).id(), all.get(all.size() - 1).id(), "rel=\"first\"")
                .doesNotContain(all.get(49).id(), "rel=\"next\"");
    }

    @Test
    void filters_stand_in_the_address() throws IOException {
        assertThat(rows("/requests?state=dead")).isEqualTo(4);
        assertThat(rows("/requests?state=dead,unproven&source=stripe,orders")).isEqualTo(4);
        assertThat(rows("/requests?state=dead&state=unproven")).isEqualTo(5);
        assertThat(rows("/requests?reason=action-*&source=stripe")).isEqualTo(4);
        assertThat(rows("/requests?since=15m")).isEqualTo(2);
        assertThat(rows("/requests?until=2026-11-28T06:12:00Z")).isEqualTo(2);
        assertThat(rows("/requests?id=evt_77")).isEqualTo(1);
        assertThat(rows("/requests?type=payment")).isEqualTo(5);
        assertThat(rows("/requests?grep=FORGED")).isEqualTo(2);
    }

    private long rows(String path) throws IOException {
        return visitor.get(path).body().split("<tr data-row", -1).length - 1L;
    }

    @Test
    void a_filter_that_nobody_understands_is_said() throws IOException {
        Visitor.Answer answer = visitor.get("/requests?since=yesterday");
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.body()).contains("since: a time is 30m, 2h, 7d");
        assertThat(visitor.get("/requests?state=lost").body()).contains("state: there is none of the name lost");
    }

    @Test
    void a_request_shows_its_way() throws IOException {
        String body = visitor.get("/requests/" + first(State.DEAD).id()).body();
        assertThat(body)
                .contains("The door received it", "Stored before it was answered")
                .contains("Attempt: Retry", "Attempt: Dead", "+ 1 min 4 s", "took 318 ms")
                .contains("archive: performed, 12 ms", "http: failed, 301 ms")
                .contains("http: answered 500 after 3 attempts", "Put right what failed, then retry.");
    }

    @Test
    void a_request_shows_what_it_carried_without_its_signature() throws IOException {
        RequestSummary dead = first(State.DEAD);
        String body = visitor.get("/requests/" + dead.id()).body();
        assertThat(body)
                .contains("{\n  &#34;action&#34; : &#34;closed&#34;\n}".replace("&#34;", "\""))
                .contains("GitHub-Hookshot/044aadd", "[blanked]")
                .contains("weir send --source github --wait " + dead.id() + ".bin")
                .contains("curl -X &#39;POST&#39;".replace("&#39;", "'"))
                .doesNotContain("7777777");
    }

    @Test
    void one_cause_is_one_line() throws IOException {
        String dead = visitor.get("/dead").body();
        assertThat(dead)
                .contains(
                        "Retry all 4",
                        "Retry 3",
                        "http: answered # after # attempts",
                        "4 requests by source and reason");
        assertThat(rows("/dead")).isEqualTo(2);
        assertThat(visitor.get("/rejected").body()).contains("Verify again 2", "the signature does not match");
    }

    @Test
    void a_source_says_how_it_is_connected_and_why_it_last_refused() throws IOException {
        assertThat(visitor.get("/sources/github").body())
                .contains("https://in.example/github", "weir send --source github --wait")
                .contains("the header x-hub-signature-256 is missing", "weir explain --source github");
        assertThat(visitor.get("/sources/orders").body()).contains("missing: there is no file secrets/orders");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/nothing", "/requests/01J", "/requests/01J/body", "/sources/none", "/jobs/none", "/confirm"})
    void what_is_not_there_is_said(String path) throws IOException {
        assertThat(visitor.get(path).status()).isEqualTo(404);
    }

    @Test
    void what_cannot_be_reached_is_said() throws IOException {
        fixture.operations.trouble(new IOException("connection refused"));
        Visitor.Answer answer = visitor.get("/");
        assertThat(answer.status()).isEqualTo(502);
        assertThat(answer.body()).contains("connection refused");
        assertThat(fixture.warnings).containsExactly("console: : connection refused");
        fixture.warnings.clear();
    }
}
