package io.weir.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import io.weir.operations.RequestSummary;
import io.weir.operations.State;
import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A person at a real browser: each page, each button, each key. */
class BrowserIT {
    private static Chromium chromium;

    private ConsoleFixture fixture;
    private Tab tab;
    private Page page;

    @BeforeAll
    static void start() {
        chromium = Chromium.start();
    }

    @AfterAll
    static void stop() {
        if (chromium != null) {
            chromium.close();
        }
    }

    @BeforeEach
    void open() throws IOException {
        fixture = ConsoleFixture.filled();
        tab = new Tab(chromium, fixture.console, ColorScheme.LIGHT, true);
        page = tab.page();
    }

    @AfterEach
    void close() throws IOException {
        try {
            if (tab != null) {
                tab.isWellBehaved();
                tab.close();
            }
        } finally {
            fixture.close();
        }
        assertThat(fixture.warnings).isEmpty();
    }

    private long count(State state) {
        return fixture.operations.all().stream()
                .filter(request -> request.state() == state)
                .count();
    }

    private String first(State state) {
        return fixture.operations.all().stream()
                .filter(request -> request.state() == state)
                .map(RequestSummary::id)
                .findFirst()
                .orElseThrow();
    }

    private void press(String button) {
        page.getByRole(
                        AriaRole.BUTTON,
                        new Page.GetByRoleOptions().setName(button).setExact(true))
                .click();
    }

    private void follow(String link) {
        page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName(link).setExact(true))
                .first()
                .click();
    }

    /** Opens a page, and waits until it alone listens. */
    private void listen(String path) {
        tab.at("/keys");
        await().until(() ->
                !fixture.sample.receive("github", 0, Sample.json("{}")).isEmpty()
                        && fixture.operations.watchers() == 0);
        tab.at(path);
        await().until(() -> fixture.operations.watchers() == 1);
    }

    @Test
    void the_link_signs_in_and_leaves_no_token_behind() {
        assertThat(tab.path()).isEqualTo("/");
        assertThat(page.evaluate("document.cookie")).isEqualTo("");
        assertThat(page.content()).doesNotContain(fixture.console.token());
    }

    @Test
    void a_dead_letter_is_found_explained_and_retried_in_three_clicks() {
        follow("Show what failed");
        page.locator("tr", new Page.LocatorOptions().setHasText("stripe"))
                .getByRole(AriaRole.LINK)
                .first()
                .click();
        page.locator("tbody th a").first().click();
        assertThat(page.locator(".timeline")).containsText("http: answered 503 after 3 attempts");
        press("Retry");
        assertThat(page.getByText("1 done, 0 failed.")).isVisible();
        assertThat(count(State.DEAD)).isEqualTo(3);
    }

    @Test
    void a_group_is_retried_at_once() {
        tab.at("/dead");
        press("Retry 3");
        assertThat(page.getByText("3 done, 0 failed.")).isVisible();
        follow("Back");
        assertThat(tab.path()).isEqualTo("/dead");
        assertThat(page.locator("tr[data-row]")).hasCount(1);
    }

    @Test
    void all_are_retried_at_a_rate_and_the_page_follows() {
        tab.at("/dead");
        page.locator("select[name=rate]").selectOption("1");
        press("Retry all 4");
        assertThat(page.locator("progress")).isVisible();
        assertThat(page.getByText("4 done, 0 failed.")).isVisible();
        assertThat(count(State.DEAD)).isZero();
    }

    @Test
    void a_change_under_way_is_stopped() {
        tab.at("/requests?state=done");
        follow("Replay…");
        page.locator("select[name=rate]").selectOption("10");
        press("Replay 60 requests");
        press("Stop");
        assertThat(page.getByText("Stopped:")).isVisible();
    }

    @Test
    void a_change_under_way_is_left_and_found_again() {
        tab.at("/requests?state=done");
        follow("Replay…");
        page.locator("select[name=rate]").selectOption("10");
        press("Replay 60 requests");
        follow("Leave it running");
        page.getByText("Replay is under way").click();
        follow("Look again");
        press("Stop");
        assertThat(page.getByText("Stopped:")).isVisible();
    }

    @Test
    void rejected_ones_are_verified_again() {
        tab.at("/rejected");
        press("Verify again all 2");
        assertThat(page.getByText("2 done, 0 failed.")).isVisible();
    }

    @Test
    void unproven_ones_are_deleted_after_a_question() {
        tab.at("/unproven");
        follow("Delete all…");
        follow("No");
        assertThat(tab.path()).isEqualTo("/unproven");
        follow("Delete all…");
        press("Delete 1 request");
        assertThat(page.getByText("1 done, 0 failed.")).isVisible();
        assertThat(count(State.REMOVED)).isEqualTo(1);
    }

    @Test
    void one_group_is_deleted_after_a_question() {
        tab.at("/dead");
        page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Delete… github action-failed"))
                .click();
        press("Delete 1 request");
        assertThat(page.getByText("1 done, 0 failed.")).isVisible();
        assertThat(count(State.DEAD)).isEqualTo(3);
    }

    @Test
    void a_done_request_is_replayed_and_leads_to_its_replay() {
        String id = first(State.DONE);
        tab.at("/requests/" + id);
        follow("Replay…");
        press("Replay 1 request");
        page.locator("main ul a.id").click();
        assertThat(page.locator(".facts")).containsText("Replay of");
        page.locator(".facts a.id").click();
        assertThat(tab.path()).isEqualTo("/requests/" + id);
        assertThat(page.locator(".facts")).containsText("Replayed as");
    }

    @Test
    void one_request_is_deleted_after_a_question() {
        tab.at("/requests/" + first(State.DEAD));
        follow("Delete…");
        press("Delete 1 request");
        follow("Back");
        assertThat(page.locator(".lead")).containsText("removed");
    }

    @Test
    void requests_are_filtered_and_paged() {
        follow("Requests");
        assertThat(page.locator("tr[data-row]")).hasCount(50);
        follow("Older");
        assertThat(page.locator("tr[data-row]")).hasCount(19);
        follow("Newest");
        page.getByLabel("Source").fill("stripe");
        page.getByLabel("dead", new Page.GetByLabelOptions().setExact(true)).check();
        press("Show");
        assertThat(page.locator("tr[data-row]")).hasCount(3);
        assertThat(page.getByLabel("dead", new Page.GetByLabelOptions().setExact(true)))
                .isChecked();
        follow("Retry…");
        assertThat(page.locator("h1")).hasText("Retry 3 requests");
        tab.at("/requests?state=dead");
        follow("Delete…");
        assertThat(page.locator("h1")).hasText("Delete 4 requests");
        follow("Requests");
        follow("All");
        page.locator("#find").fill("forged");
        page.keyboard().press("Enter");
        assertThat(page.locator("tr[data-row]")).hasCount(2);
    }

    @Test
    void a_body_is_downloaded_as_it_came() throws IOException {
        tab.at("/requests/" + first(State.DEAD));
        Download download = page.waitForDownload(() -> follow("Download as it came"));
        assertThat(download.suggestedFilename()).isEqualTo(first(State.DEAD) + ".bin");
        assertThat(Files.readString(download.path())).isEqualTo("{\"action\":\"closed\"}");
    }

    @Test
    void lines_for_a_shell_are_copied() {
        tab.at("/requests/" + first(State.DEAD));
        Locator copy = page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Copy: weir send"));
        copy.click();
        assertThat(copy).hasText("Copied");
        assertThat(page.evaluate("navigator.clipboard.readText()"))
                .isEqualTo("weir send --source github --wait " + first(State.DEAD) + ".bin");
    }

    @Test
    void a_source_is_found_from_the_overview() {
        follow("orders");
        assertThat(page.locator("main")).containsText("missing: there is no file secrets/orders");
        follow("Sources");
        follow("github");
        assertThat(page.locator("main")).containsText("the header x-hub-signature-256 is missing");
        page.locator("main a.id").click();
        assertThat(page.locator(".lead")).containsText("rejected");
    }

    @Test
    void what_is_new_is_counted_and_nothing_jumps() {
        listen("/requests?source=github");
        String top = page.locator("tbody th a").first().textContent();
        for (int i = 0; i < 12; i++) {
            fixture.sample.receive("github", 0, Sample.json("{}"));
            fixture.sample.receive("stripe", 0, Sample.json("{}"));
        }
        assertThat(page.locator("#news")).hasText("12 new: show");
        assertThat(page.locator("tbody th a").first()).hasText(top);
        page.locator("#news a").click();
        assertThat(page.locator("tbody th a").first()).not().hasText(top);
        assertThat(tab.path()).isEqualTo("/requests?source=github");
    }

    @Test
    void who_pauses_hears_nothing_until_going_on() {
        await().until(() -> fixture.operations.watchers() == 1);
        press("Pause");
        await().until(() ->
                !fixture.sample.receive("github", 0, Sample.json("{}")).isEmpty()
                        && fixture.operations.watchers() == 0);
        follow("Requests");
        assertThat(page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Go on")))
                .isVisible();
        assertThat(fixture.operations.watchers()).isZero();
        press("Go on");
        await().until(() -> fixture.operations.watchers() == 1);
        fixture.sample.receive("github", 0, Sample.json("{}"));
        assertThat(page.locator("#news")).hasText("1 new: show");
    }

    @Test
    void a_request_that_changes_says_so() {
        String id = first(State.WAITING);
        listen("/requests/" + id);
        fixture.sample.done(id, "delivery-7", "pull_request");
        assertThat(page.locator("#news")).hasText("1 change: show");
        page.locator("#news a").click();
        assertThat(page.locator(".lead")).containsText("done");
    }

    @Test
    void keys_lead_through_a_table() {
        tab.at("/dead");
        page.keyboard().press("j");
        page.keyboard().press("j");
        page.keyboard().press("k");
        page.keyboard().press("j");
        assertThat(page.locator("tr[data-row]").nth(1).locator("[data-open]")).isFocused();
        page.keyboard().press("r");
        assertThat(page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Retry 1")))
                .isFocused();
        page.keyboard().press("k");
        page.keyboard().press("Enter");
        page.waitForURL("**/requests?*");
        page.keyboard().press("j");
        page.keyboard().press("Enter");
        page.waitForURL("**/requests/01J*");
        page.keyboard().press("r");
        page.keyboard().press("Enter");
        assertThat(page.getByText("1 done, 0 failed.")).isVisible();
    }

    @Test
    void keys_lead_to_the_search_and_to_their_list_and_can_be_turned_off() {
        page.keyboard().press("/");
        assertThat(page.locator("#find")).isFocused();
        page.keyboard().type("j?r/");
        assertThat(page.locator("#find")).hasValue("j?r/");
        page.keyboard().press("Escape");
        page.keyboard().press("?");
        assertThat(page.locator("h1")).hasText("Keys");
        press("Turn keys off");
        page.keyboard().press("/");
        assertThat(page.locator("#find")).not().isFocused();
        press("Turn keys on");
        page.keyboard().press("/");
        assertThat(page.locator("#find")).isFocused();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/", "/requests", "/dead", "/unproven", "/rejected", "/sources", "/sources/stripe", "/keys"})
    void each_page_is_reached_by_tab_and_shows_where_it_is(String path) {
        tab.at(path);
        page.keyboard().press("Tab");
        assertThat(page.locator(".skip")).isFocused();
        for (int i = 0; i < 8; i++) {
            page.keyboard().press("Tab");
            Object outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle");
            assertThat(outline).isEqualTo("solid");
        }
    }

    @Test
    void each_link_of_each_page_leads_somewhere() {
        for (String path : new String[] {
            "/",
            "/requests",
            "/dead",
            "/unproven",
            "/rejected",
            "/sources",
            "/sources/github",
            "/keys",
            "/requests/" + first(State.DEAD),
            "/requests/" + first(State.DONE)
        }) {
            tab.at(path);
            for (Locator link : page.locator("a[href]:not([download])").all()) {
                String href = link.getAttribute("href");
                assertThat(href).matches("[/#].*");
                Object status = page.evaluate("href => fetch(href).then(answer => answer.status)", href);
                assertThat(status).as(path + " " + href).isEqualTo(200);
            }
        }
    }

    @Test
    void everything_is_done_without_scripts() {
        try (Tab plain = new Tab(chromium, fixture.console, ColorScheme.LIGHT, false)) {
            page = plain.page();
            assertThat(page.locator("[data-pause]")).isHidden();
            assertThat(page.locator("[data-copy]").first()).isHidden();
            follow("Show what failed");
            press("Retry 3");
            assertThat(page.getByText("3 done, 0 failed.")).isVisible();
            follow("Requests");
            page.getByLabel("dead", new Page.GetByLabelOptions().setExact(true)).check();
            press("Show");
            page.locator("tbody th a").first().click();
            follow("Delete…");
            press("Delete 1 request");
            assertThat(page.getByText("1 done, 0 failed.")).isVisible();
            plain.at("/requests?state=done");
            follow("Replay…");
            page.locator("select[name=rate]").selectOption("10");
            press("Replay 60 requests");
            press("Stop");
            await().untilAsserted(() -> {
                follow("Look again");
                assertThat(page.content()).contains("Stopped:");
            });
        }
        page = tab.page();
    }
}
