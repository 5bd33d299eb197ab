package io.weir.cli.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.cli.conformance.page.ConformancePage;
import io.weir.cli.conformance.play.Played;
import io.weir.json.Json;
import io.weir.local.Version;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Holds docs/conformance.md to the files that it is made of, and Weir's own to a run. */
class ConformancePageTest {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Path PAGE = ROOT.resolve("docs/conformance.md");
    private static final Path RESULTS = ROOT.resolve("docs/conformance");
    private static final List<String> PRESETS =
            List.of("github", "shopify", "stripe", "slack", "standard-webhooks", "svix", "twilio", "sns");

    /** Writes Weir's own files anew instead of comparing them: {@code -Dweir.conformance.write=true}. */
    private static final boolean IS_WRITING = Boolean.getBoolean("weir.conformance.write");

    @TempDir
    private Path data;

    @Test
    void weirsOwnColumn_isWhatPlayingShows() throws Exception {
        try (WeirReceiver weir = WeirReceiver.start(data, PRESETS)) {
            for (String scheme : PRESETS) {
                List<Played> played = weir.play(scheme).played();
                Path file = RESULTS.resolve("weir-" + scheme + ".json");
                if (IS_WRITING) {
                    Files.writeString(file, written(scheme, played));
                }
                assertThat(seen(played))
                        .as(file + ": -Dweir.conformance.write=true writes it, then scripts/weir conformance --page")
                        .isEqualTo(seenIn(file));
            }
        }
    }

    @Test
    void page_isMadeOfTheFilesBesideIt() throws Exception {
        String page = Files.readString(PAGE);

        assertThat(page)
                .as("scripts/weir conformance --page docs/conformance.md writes it anew")
                .isEqualTo(ConformancePage.in(page, PAGE.resolveSibling(".").normalize()));
    }

    /** A library that has fixed a case, or a case that is gone, leaves no excuse behind. */
    @Test
    void everythingThatDiffersByDesign_isACaseThatTheReceiverGetsWrong() throws Exception {
        Set<String> excuses = new HashSet<>();
        Set<String> wrong = new HashSet<>();
        for (Path file : files(ROOT.resolve("conformance/peers"), "peer.json")) {
            String peer = file.resolveSibling(".").normalize().getFileName().toString();
            Map<?, ?> differs = (Map<?, ?>) json(file).get("differs");
            assertThat(differs).as(peer).isNotNull();
            differs.keySet().forEach(id -> excuses.add(peer + " " + id));
        }
        for (Path file : files(RESULTS, ".json")) {
            seenIn(file).forEach((id, seen) -> {
                if (seen.endsWith(" false")) {
                    wrong.add(peer(file) + " " + id);
                }
            });
        }
        assertThat(excuses).isNotEmpty().isSubsetOf(wrong);
    }

    private static List<Path> files(Path folder, String end) throws Exception {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(end)).toList();
        }
    }

    private static String peer(Path file) {
        try {
            return String.valueOf(json(file).get("peer"));
        } catch (Exception e) {
            throw new AssertionError(file.toString(), e);
        }
    }

    private static Map<?, ?> json(Path file) throws Exception {
        return (Map<?, ?>) Json.read(Files.readString(file));
    }

    private static Map<String, String> seen(List<Played> played) {
        return played.stream()
                .collect(Collectors.toMap(
                        each -> each.played().id(), each -> each.seen().text() + " " + each.ok()));
    }

    private static Map<String, String> seenIn(Path file) throws Exception {
        Map<String, String> seen = new HashMap<>();
        for (Object each : (List<?>) json(file).get("cases")) {
            Map<?, ?> result = (Map<?, ?>) each;
            seen.put(String.valueOf(result.get("id")), result.get("seen") + " " + result.get("ok"));
        }
        return seen;
    }

    private static String written(String scheme, List<Played> played) {
        Map<String, @Nullable Object> head = new LinkedHashMap<>();
        head.put("peer", "weir");
        head.put("name", "Weir");
        head.put("version", Version.TEXT);
        head.put("language", "Java");
        head.put("home", "../README.md");
        head.put("scheme", scheme);
        head.put("date", LocalDate.now(ZoneOffset.UTC).toString());
        head.put("tool", Version.TEXT);
        String top = Json.write(head);
        return top.substring(0, top.length() - 1)
                + ", \"cases\": [\n"
                + played.stream().map(ConformancePageTest::line).collect(Collectors.joining(",\n"))
                + "\n]}\n";
    }

    private static String line(Played each) {
        Map<String, @Nullable Object> line = new LinkedHashMap<>();
        line.put("id", each.played().id());
        line.put("seen", each.seen().text());
        line.put("ok", each.ok());
        return Json.write(line);
    }
}
