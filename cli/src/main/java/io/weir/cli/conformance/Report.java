package io.weir.cli.conformance;

import io.weir.cli.conformance.play.Played;
import io.weir.cli.place.Exit;
import io.weir.cli.text.Speech;
import io.weir.cli.text.Table;
import io.weir.json.Json;
import io.weir.local.Version;
import io.weir.operations.text.Escaped;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a run has shown.
 *
 * @param scheme as it was chosen
 * @param to the receiver's URL
 * @param observe where effects were seen
 * @param sent how many requests
 */
record Report(String scheme, String to, String observe, long sent, List<Played> played) {
    private static final int FIXED = 5;

    Report {
        played = List.copyOf(played);
    }

    /** The exit code: a case that is not as expected, else none that could be judged, else all well. */
    int exit() {
        if (played.stream().anyMatch(each -> Boolean.FALSE.equals(each.ok()))) {
            return Exit.FAILED;
        }
        return !played.isEmpty() && played.stream().allMatch(each -> each.ok() == null) ? Exit.UNREACHABLE : Exit.DONE;
    }

    /** A table, and a sentence on standard error. */
    void text(Speech speech) {
        new Table(speech, FIXED, "case", "expect", "seen", "status", "ok", "detail")
                .print(played.stream()
                        .map(each -> Arrays.<@Nullable Object>asList(
                                each.played().id(),
                                each.played().expect().text(),
                                each.seen().text(),
                                statuses(each),
                                verdict(each),
                                each.detail().isEmpty() ? null : each.detail()))
                        .toList());
        speech.say(summary());
    }

    /** One object. */
    String json() {
        Map<String, @Nullable Object> run = new LinkedHashMap<>();
        run.put("scheme", scheme);
        run.put("to", to);
        run.put("observe", observe);
        run.put("tool", Version.TEXT);
        run.put("sent", sent);
        run.put("cases", played.stream().map(Report::json).toList());
        return Json.write(run);
    }

    private static Map<String, @Nullable Object> json(Played each) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("id", each.played().id());
        json.put("title", each.played().title());
        json.put("expect", each.played().expect().text());
        json.put("seen", each.seen().text());
        json.put("effects", each.effects());
        json.put("status", each.statuses());
        json.put("ok", each.ok());
        json.put("detail", each.detail());
        json.put("fetched", each.fetched());
        return json;
    }

    /** A table for a document. */
    String markdown() {
        StringBuilder page = new StringBuilder("""
                | case | what is sent | expected | seen | |
                |---|---|---|---|---|
                """);
        for (Played each : played) {
            page.append("| `%s` | %s | %s | %s | %s |%n"
                    .formatted(
                            each.played().id(),
                            cell(each.played().title()),
                            each.played().expect().text(),
                            each.seen().text(),
                            cell(verdict(each) + (each.detail().isEmpty() ? "" : ": " + each.detail()))));
        }
        return page.append("\n").append(summary()).append("\n").toString();
    }

    private static String cell(String text) {
        return Escaped.line(text).replace("|", "\\|").replace("<", "\\<");
    }

    private static String statuses(Played each) {
        return each.statuses().stream().map(String::valueOf).collect(Collectors.joining(" "));
    }

    private static String verdict(Played each) {
        return each.ok() == null ? "-" : each.ok() ? "ok" : "FAIL";
    }

    private String summary() {
        long right =
                played.stream().filter(each -> Boolean.TRUE.equals(each.ok())).count();
        long open = played.stream().filter(each -> each.ok() == null).count();
        return right + " of " + played.size() + " cases are as expected, " + (played.size() - right - open)
                + " are not, " + open + " could not be judged; " + sent + " requests";
    }
}
