package io.weir.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import io.weir.operations.RequestSummary;
import io.weir.operations.State;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Takes a picture of each page in both themes into {@code target/screenshots}; with {@code -Dweir.screenshots=keep} into
 * {@code docs/console}, too.
 */
class ScreenshotsIT {
    /** A page each; DEAD and DONE stand for the id of such a request. */
    static final Map<String, String> PATHS = new LinkedHashMap<>();

    static {
        PATHS.put("overview", "/");
        PATHS.put("requests", "/requests?since=4h");
        PATHS.put("request", "/requests/DEAD");
        PATHS.put("dead", "/dead");
        PATHS.put("unproven", "/unproven");
        PATHS.put("rejected", "/rejected");
        PATHS.put("sources", "/sources");
        PATHS.put("source", "/sources/github");
        PATHS.put("confirm", "/confirm?action=replay&state=done&back=/requests");
        PATHS.put("keys", "/keys");
    }

    static String filled(String path, ConsoleFixture fixture) {
        return path.replace("DEAD", first(fixture, State.DEAD));
    }

    private static String first(ConsoleFixture fixture, State state) {
        return fixture.operations.all().stream()
                .filter(request -> request.state() == state)
                .map(RequestSummary::id)
                .findFirst()
                .orElseThrow();
    }

    @ParameterizedTest
    @EnumSource(names = {"LIGHT", "DARK"})
    void each_page_is_taken(ColorScheme theme) throws IOException {
        Path folder = Files.createDirectories(Path.of("target", "screenshots"));
        try (Chromium chromium = Chromium.start();
                ConsoleFixture fixture = ConsoleFixture.filled();
                Tab tab = new Tab(chromium, fixture.console, theme, true)) {
            for (Map.Entry<String, String> page : PATHS.entrySet()) {
                byte[] taken = tab.at(filled(page.getValue(), fixture)).screenshot(new Page.ScreenshotOptions());
                String name = page.getKey() + "-" + theme.name().toLowerCase(Locale.ROOT) + ".png";
                byte[] small = PalettePng.of(taken);
                assertThat(small.length).as(name).isBetween(1000, taken.length);
                Files.write(folder.resolve(name), small);
                if ("keep".equals(System.getProperty("weir.screenshots"))) {
                    Path kept = Files.createDirectories(Path.of("..", "docs", "console"));
                    Files.write(kept.resolve(name), small);
                }
            }
            tab.isWellBehaved();
        }
    }
}
