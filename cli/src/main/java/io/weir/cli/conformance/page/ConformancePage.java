package io.weir.cli.conformance.page;

import io.weir.cli.conformance.plan.Case;
import io.weir.cli.conformance.plan.Cases;
import io.weir.cli.conformance.plan.Expect;
import io.weir.cli.input.InputFiles;
import io.weir.config.ConfigurationException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The part of docs/conformance.md that is made of the files beside it. */
public final class ConformancePage {
    private static final String BEGIN =
            "<!-- Made of docs/conformance/*.json: scripts/weir conformance --page docs/conformance.md writes it anew. -->\n";
    private static final String END = "<!-- End of what is made. -->\n";

    private ConformancePage() {}

    /**
     * Writes this part of a page anew.
     *
     * @param page the results lie in {@code conformance} beside it, the peers in {@code ../conformance/peers}
     * @throws ConfigurationException if the page has no place for it, or a file is not as it should be
     */
    public static void write(Path page) throws IOException {
        String text = new String(InputFiles.bytes(page), StandardCharsets.UTF_8);
        Files.writeString(
                page, in(text, page.toAbsolutePath().resolveSibling(".").normalize()));
    }

    /** As {@link #write}, with nothing written. */
    public static String in(String page, Path docs) throws IOException {
        int begin = page.indexOf(BEGIN);
        int end = page.indexOf(END);
        if (begin < 0 || end < begin) {
            throw new ConfigurationException("--page: expected a page with the two comments that enclose what is made");
        }
        List<ReceiverRun> runs = ReceiverRun.all(docs.resolve("conformance"), docs.resolveSibling("conformance/peers"));
        return page.substring(0, begin + BEGIN.length()) + part(runs) + page.substring(end);
    }

    private static String part(List<ReceiverRun> runs) {
        Map<String, List<ReceiverRun>> byScheme =
                runs.stream().collect(Collectors.groupingBy(ReceiverRun::scheme, TreeMap::new, Collectors.toList()));
        StringBuilder part = new StringBuilder("""

                | scheme | receiver | version | language | as expected | not | by design | not judged | played |
                |---|---|---|---|---|---|---|---|---|
                """);
        StringBuilder sections = new StringBuilder();
        byScheme.forEach((scheme, receivers) -> {
            List<Case> cases = Cases.of(InputFiles.scheme(scheme));
            receivers.forEach(run -> part.append(line(run, cases)));
            sections.append(section(scheme, receivers, cases));
        });
        return part.append(sections).append('\n').toString();
    }

    private static String line(ReceiverRun run, List<Case> cases) {
        return "| [%s](#%s) | [%s](%s) | %s | %s | %d | %d | %d | %d | %s |\n"
                .formatted(
                        run.scheme(),
                        run.scheme(),
                        run.name(),
                        run.home(),
                        run.version(),
                        run.language(),
                        count(cases, id -> Boolean.TRUE.equals(ok(run, id))),
                        count(cases, run::isWrong),
                        count(cases, run::isDesign),
                        count(cases, id -> ok(run, id) == null),
                        run.date());
    }

    private static @Nullable Boolean ok(ReceiverRun run, String id) {
        Seen seen = run.cases().get(id);
        return seen == null ? null : seen.ok();
    }

    private static long count(List<Case> cases, Predicate<String> which) {
        return cases.stream().map(Case::id).filter(which).count();
    }

    private static String section(String scheme, List<ReceiverRun> receivers, List<Case> cases) {
        StringBuilder section = new StringBuilder("\n### " + scheme + "\n\n| case | expected |");
        receivers.forEach(run -> section.append(' ').append(column(run)).append(" |"));
        section.append("\n|---|---|").append("---|".repeat(receivers.size())).append('\n');
        for (Case each : cases) {
            section.append("| [%s](../conformance/cases/%s/%s.json) | %s |"
                    .formatted(
                            cell(each.title()),
                            each.folder(),
                            each.id(),
                            each.expect().text()));
            receivers.forEach(run -> section.append(' ').append(cell(run, each)).append(" |"));
            section.append('\n');
        }
        receivers.forEach(run -> section.append(designs(run, cases)));
        return section.toString();
    }

    private static String column(ReceiverRun run) {
        return run.isWeir() ? run.name() : run.name() + ", " + run.language();
    }

    private static String cell(ReceiverRun run, Case each) {
        Seen seen = run.cases().get(each.id());
        if (seen == null) {
            return "not played";
        }
        if (seen.ok() == null) {
            return "not judged";
        }
        if (seen.ok()) {
            return each.expect() == Expect.EITHER ? seen.seen() : "yes";
        }
        return (run.isDesign(each.id()) ? "by design: " : "**no**: ") + seen.seen();
    }

    /** Why what is not as expected is the design of a receiver: a line a reason. */
    private static String designs(ReceiverRun run, List<Case> cases) {
        Map<String, List<String>> byReason = cases.stream()
                .filter(each -> run.isDesign(each.id()))
                .collect(Collectors.groupingBy(
                        each -> run.differs().getOrDefault(each.id(), ""),
                        LinkedHashMap::new,
                        Collectors.mapping(each -> cell(each.title()), Collectors.toList())));
        if (byReason.isEmpty()) {
            return "";
        }
        StringBuilder text = new StringBuilder("\nBy the design of " + column(run) + ":\n\n");
        byReason.forEach((reason, titles) -> text.append("- " + reason + " (" + String.join("; ", titles) + ")\n"));
        return text.toString();
    }

    /** Text that breaks no table and is no markup. */
    private static String cell(String text) {
        return text.replace("|", "\\|")
                .replace("<", "\\<")
                .replace("*", "\\*")
                .replace("[", "\\[")
                .replace("]", "\\]");
    }
}
