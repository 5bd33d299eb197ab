package io.weir.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.deque.html.axecore.results.CheckedNode;
import com.deque.html.axecore.results.Rule;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import io.weir.operations.RequestSummary;
import io.weir.operations.State;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Each page in both themes by the rules of WCAG 2 A and AA, as far as a program can check them. */
class AccessibilityIT {
    private static Chromium chromium;

    private ConsoleFixture fixture;

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
    }

    @AfterEach
    void close() throws IOException {
        fixture.close();
    }

    @ParameterizedTest
    @EnumSource(names = {"LIGHT", "DARK"})
    void no_rule_is_broken(ColorScheme theme) {
        try (Tab tab = new Tab(chromium, fixture.console, theme, true)) {
            for (String path : ScreenshotsIT.PATHS.values()) {
                check(tab.at(ScreenshotsIT.filled(path, fixture)), path);
            }
            for (State state : State.values()) {
                for (RequestSummary request : fixture.operations.all()) {
                    if (request.state() == state) {
                        check(tab.at("/requests/" + request.id()), state.text());
                        break;
                    }
                }
            }
            Page page = tab.at("/dead");
            page.locator("select[name=rate]").selectOption("1");
            page.getByText("Retry all 4").click();
            page.locator("progress").waitFor();
            check(page, "a change under way");
            page.getByText("Over:").waitFor();
            check(page, "a change that is over");
            tab.isWellBehaved();
            check(tab.at("/requests?since=x"), "a filter that is none");
            check(tab.at("/nothing"), "nothing");
        }
        try (Tab stranger = new Tab(chromium, fixture.console, theme, true)) {
            stranger.page().context().clearCookies();
            check(stranger.at("/"), "a stranger");
        }
    }

    private static void check(Page page, String what) {
        List<Rule> broken = new AxeBuilder(page)
                .withTags(List.of("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"))
                .analyze()
                .getViolations();
        assertThat(broken.stream()
                        .map(rule -> rule.getId() + ": "
                                + rule.getNodes().stream()
                                        .map(CheckedNode::getHtml)
                                        .toList())
                        .toList())
                .as(what)
                .isEmpty();
    }
}
