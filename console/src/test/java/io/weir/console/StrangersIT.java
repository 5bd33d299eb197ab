package io.weir.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import io.weir.console.show.Words;
import io.weir.envelope.ReceivedRequest;
import io.weir.json.Json;
import io.weir.operations.AttemptSummary;
import io.weir.operations.State;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** What strangers write into each field that is theirs. Nothing of it runs, is fetched, or becomes part of the page. */
class StrangersIT {
    private static final String RUN = "window.__xss=1;alert(1)";

    /** From the collections that attackers use, for each place where a text may end up. */
    static final List<String> CORPUS = List.of(
            "<script>" + RUN + "</script>",
            "</script><script>" + RUN + "</script>",
            "\"><img src=x onerror=\"" + RUN + "\">",
            "'><img src=x onerror='" + RUN + "'>",
            "<img src=http://evil.example/x>",
            "<svg/onload=" + RUN + ">",
            "<svg><script href=data:text/javascript," + RUN + " />",
            "\" onfocus=\"" + RUN + "\" autofocus=\"",
            "' onmouseover='" + RUN + "' x='",
            "x onpointerenter=" + RUN,
            "javascript:" + RUN,
            "<a href=\"javascript:" + RUN + "\" data-open>x</a>",
            "</title><script>" + RUN + "</script>",
            "</pre></code><iframe srcdoc=\"<script>parent." + RUN + "</script>\"></iframe>",
            "</textarea><details open ontoggle=" + RUN + ">",
            "<style>@import 'http://evil.example/x';*{background:url(http://evil.example/y)}</style>",
            "<link rel=stylesheet href=http://evil.example/x>",
            "<base href=http://evil.example/>",
            "<meta http-equiv=refresh content='0;url=http://evil.example/'>",
            "<form action=http://evil.example/><button data-key=r>Retry</button></form>",
            "<body onload=" + RUN + "><!--",
            "--><script>" + RUN + "</script><!--",
            "]]><script xmlns='http://www.w3.org/1999/xhtml'>" + RUN + "</script>",
            "&lt;script&gt;" + RUN + "&lt;/script&gt;",
            "%3Cscript%3E" + RUN + "%3C/script%3E",
            "{{constructor.constructor('" + RUN + "')()}}${" + RUN + "}@if(true)",
            "<math><mtext><table><mglyph><style><img src=x onerror=" + RUN + ">",
            "<noscript><p title=\"</noscript><img src=x onerror=" + RUN + ">\">",
            "<template><script>" + RUN + "</script></template><object data=javascript:" + RUN + ">",
            "\u2028" + RUN + "\u2029\u202e" + RUN + "\r\n\r\n<script>" + RUN + "</script>",
            "<scr\u0000ipt>" + RUN + "</scr\u0000ipt>\u001b]8;;http://evil.example\u0007");

    /** So many problems of a change are named. */
    private static final int NAMED = 20;

    private static Chromium chromium;
    private static ConsoleFixture fixture;
    private static Tab tab;

    @BeforeAll
    static void start() throws IOException {
        chromium = Chromium.start();
        fixture = ConsoleFixture.plain();
        fixture.operations.status(Sample.status());
        tab = new Tab(chromium, fixture.console, ColorScheme.LIGHT, true);
    }

    @AfterAll
    static void stop() throws IOException {
        if (chromium != null) {
            chromium.close();
        }
        if (fixture != null) {
            fixture.close();
        }
    }

    /** A dead letter whose every field holds the text. */
    private static String bring(String text, String contentType, byte[] body) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("content-type", contentType);
        headers.put("x-" + text, text);
        headers.put(text, "x");
        headers.put("user-agent", text);
        String url = "https://in.example/github?q=" + text;
        String id = fixture.operations.receive(
                new ReceivedRequest("github", Sample.NOW.minusSeconds(9), "POST", url, headers, body));
        AttemptSummary attempt = new AttemptSummary(
                Sample.NOW,
                "Dead",
                text,
                "action-failed",
                text,
                text,
                Duration.ofMillis(5),
                null,
                List.of(new AttemptSummary.Step("http", false, Duration.ofMillis(5))));
        fixture.operations.settle(id, State.DEAD, attempt, text, text);
        String rejected = fixture.operations.receive(
                new ReceivedRequest("github", Sample.NOW.minusSeconds(5), "POST", url, headers, body));
        AttemptSummary refusal = new AttemptSummary(
                Sample.NOW, "Rejected", null, "signature", text, null, Duration.ZERO, null, List.of());
        fixture.operations.settle(rejected, State.REJECTED, refusal, null, null);
        fixture.operations.refuseChangesOf(id, text);
        return id;
    }

    private static void look(String path) {
        Page page = tab.at(path);
        page.mouse().move(400, 300);
        page.keyboard().press("Tab");
        page.evaluate("document.querySelectorAll('main *').forEach(it => {"
                + "it.dispatchEvent(new MouseEvent('mouseover', {bubbles: true}));"
                + "it.dispatchEvent(new PointerEvent('pointerenter'));it.focus?.()})");
        assertThat(page.evaluate("document.querySelectorAll('script').length"))
                .as(path)
                .isEqualTo(1);
        assertThat(page.evaluate(
                        "document.querySelectorAll('iframe,object,embed,base,style,img,template,math').length"))
                .as(path)
                .isEqualTo(0);
        assertThat(page.evaluate("Array.from(document.querySelectorAll('*')).flatMap(it => Array.from(it.attributes))"
                        + ".filter(it => /^on|^style$/.test(it.name)).length"))
                .as(path)
                .isEqualTo(0);
        assertThat(page.evaluate("Array.from(document.querySelectorAll('[href],[action],[src]')).map(it => "
                        + "it.getAttribute('href') ?? it.getAttribute('action') ?? it.getAttribute('src'))"
                        + ".filter(it => !/^[/#](?!\\/)/.test(it)).length"))
                .as(path)
                .isEqualTo(0);
        tab.isWellBehaved();
    }

    @ParameterizedTest
    @FieldSource("CORPUS")
    void nothing_of_it_runs(String text) throws IOException {
        look("/requests/" + bring(text, "text/html", utf8(text)));
        String query = Words.encoded(text);
        look("/requests?grep=" + query + "&type=" + query + "&reason=" + query + "&id=" + query);
        look("/confirm?action=remove&state=dead&back=" + query);
    }

    @Test
    void no_list_runs_it() throws IOException {
        CORPUS.forEach(text -> bring(text, "text/html", utf8(text)));
        for (String path : List.of(
                "/",
                "/requests",
                "/requests?state=rejected",
                "/dead",
                "/rejected",
                "/sources/github",
                "/confirm?action=retry&state=dead")) {
            look(path);
        }
    }

    @Test
    void no_problem_of_a_change_runs_it() throws IOException {
        for (int from = 0; from < CORPUS.size(); from += NAMED) {
            List<String> some = CORPUS.subList(from, Math.min(from + NAMED, CORPUS.size()));
            String ids = some.stream()
                    .map(text -> "&id=" + bring(text, "text/html", utf8(text)))
                    .collect(Collectors.joining());
            Page page = tab.at("/confirm?action=retry&state=dead" + ids);
            page.getByText("Retry " + some.size() + " requests").last().click();
            page.getByText("0 done, " + some.size() + " failed.").waitFor();
            look(tab.path());
        }
    }

    @Test
    void no_body_runs_whatever_it_claims_to_be() throws IOException {
        for (String type : List.of(
                "application/json",
                "application/x-www-form-urlencoded",
                "application/xml",
                "image/svg+xml",
                "text/html",
                "")) {
            String all = String.join("\n", CORPUS);
            List<byte[]> bodies = List.of(
                    utf8(all),
                    utf8(Json.write(Map.of("x", CORPUS, all, all))),
                    utf8("a=" + Words.encoded(all) + "&" + Words.encoded(all) + "=b"),
                    utf8("<?xml version='1.0'?><!-- " + CORPUS.get(0) + " --><x a='\"&gt;&lt;script&gt;" + RUN
                            + "'><![CDATA[" + CORPUS.get(0) + "]]></x>"),
                    utf8("<svg xmlns='http://www.w3.org/2000/svg' onload='" + RUN + "'><script>" + RUN
                            + "</script></svg>"),
                    binary(all));
            for (byte[] body : bodies) {
                look("/requests/" + bring("x", type, body));
            }
        }
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] binary(String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.write(new byte[] {0, 1, 2, (byte) 0xff, (byte) 0xfe});
        bytes.write(utf8(text));
        return bytes.toByteArray();
    }

    @Test
    void a_body_that_is_opened_is_saved_and_not_shown() throws IOException {
        String id = bring("x", "text/html", utf8(CORPUS.getFirst()));
        Page page = tab.at("/requests/" + id);
        // As a link in a mail would: not by the page's own link, which says that it is a download.
        page.waitForDownload(() -> page.evaluate("id => { location.href = '/requests/' + id + '/body' }", id));
        assertThat(tab.path()).isEqualTo("/requests/" + id);
        tab.isWellBehaved();
    }

    @Test
    void an_event_that_comes_while_the_page_is_open_runs_nothing() throws IOException {
        Page page = tab.at("/requests");
        await().until(() -> fixture.operations.watchers() >= 1);
        for (String text : CORPUS) {
            bring(text, "text/html", utf8(text));
        }
        page.locator("#news a").waitFor();
        tab.isWellBehaved();
    }
}
