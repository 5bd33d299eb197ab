package io.weir.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Request;
import com.microsoft.playwright.options.ColorScheme;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A browser's window that writes down whatever a page should not do. */
final class Tab implements AutoCloseable {
    /** Runs before anything of a page, in each frame. */
    private static final String WATCH = "window.__violations = [];"
            + "document.addEventListener('securitypolicyviolation', e =>"
            + " window.__violations.push(e.violatedDirective + ' ' + e.blockedURI + ' ' + e.sample));";

    private final BrowserContext context;
    private final Page page;
    private final String base;
    private final List<String> misdeeds = new CopyOnWriteArrayList<>();

    Tab(Chromium chromium, ConsoleServer console, ColorScheme theme, boolean scripts) {
        base = "http://127.0.0.1:" + console.port();
        context = chromium.browser()
                .newContext(new Browser.NewContextOptions()
                        .setViewportSize(1200, 800)
                        .setColorScheme(theme)
                        .setLocale("en-GB")
                        .setPermissions(List.of("clipboard-read", "clipboard-write"))
                        .setAcceptDownloads(true)
                        .setJavaScriptEnabled(scripts));
        context.setDefaultTimeout(15_000);
        page = context.newPage();
        if (scripts) {
            page.addInitScript(WATCH);
        }
        page.onDialog(dialog -> {
            misdeeds.add("dialog: " + dialog.message());
            dialog.dismiss();
        });
        page.onPageError(error -> misdeeds.add("error: " + error));
        page.onConsoleMessage(message -> {
            if (message.type().equals("error") || message.type().equals("warning")) {
                misdeeds.add("console: " + message.text());
            }
        });
        context.onRequest(this::check);
        page.navigate(console.url());
    }

    private void check(Request request) {
        if (!request.url().startsWith(base + "/")) {
            misdeeds.add("asked for " + request.url());
        }
    }

    Page page() {
        return page;
    }

    /** Opens a page of the console. */
    Page at(String path) {
        page.navigate(base + path);
        return page;
    }

    /** Where it is, without the host. */
    String path() {
        return page.url().substring(base.length());
    }

    /** Nothing that a page should not do has happened. */
    void isWellBehaved() {
        assertThat(misdeeds).isEmpty();
        assertThat(page.evaluate("window.__violations")).asString().isEqualTo("[]");
        assertThat(page.evaluate("window.__xss === undefined")).isEqualTo(true);
    }

    @Override
    public void close() {
        context.close();
    }
}
