package io.weir.cli.schemes;

import io.weir.config.ConfigurationException;
import io.weir.json.Json;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The part of docs/senders.md that is made of the files of the presets. */
final class SendersPage {
    private static final String BEGIN =
            "<!-- Made of the files of the presets: scripts/weir schemes --page docs/senders.md writes it anew. -->\n";
    private static final String END = "<!-- End of what is made. -->\n";
    private static final int WIDTH = 130;

    private SendersPage() {}

    /**
     * A page with this part written anew.
     *
     * @throws ConfigurationException if the page has no place for it
     */
    static String in(String page) {
        int begin = page.indexOf(BEGIN);
        int end = page.indexOf(END);
        if (begin < 0 || end < begin) {
            throw new ConfigurationException("--page: expected a page with the two comments that enclose what is made");
        }
        return page.substring(0, begin + BEGIN.length()) + part() + page.substring(end);
    }

    private static String part() {
        List<PresetFile> presets = PresetFile.all().stream()
                .sorted(Comparator.comparing(preset -> preset.sender().toLowerCase(Locale.ROOT)))
                .toList();
        StringBuilder part = new StringBuilder("""

                | sender | preset | proof | handshake | evidence |
                |---|---|---|---|---|
                """);
        for (PresetFile preset : presets) {
            part.append("| %s | `%s` | %s | %s | %s |\n"
                    .formatted(preset.sender(), preset.name(), preset.proof(), preset.handshake(), preset.evidence()));
        }
        presets.forEach(preset -> part.append(section(preset)));
        return part.append('\n').toString();
    }

    private static String section(PresetFile preset) {
        String links = preset.sources().stream()
                .map(link -> "[" + link.rule() + "](" + link.url() + ")")
                .collect(Collectors.joining(", "));
        String written = Json.write(preset.write());
        return "\n### " + preset.sender() + "\n\n"
                + Wrapped.of("- There: ", "  ", WIDTH, plain(preset.click()))
                + "- Here: `\"" + preset.name() + "\": " + written + "`\n"
                + Wrapped.of("- Documented: ", "  ", WIDTH, links)
                + (preset.notes().isEmpty() ? "" : "\n" + Wrapped.of("", "", WIDTH, plain(preset.notes())));
    }

    /** Text that is no markup. */
    private static String plain(String text) {
        return text.replace("<", "\\<").replace("*", "\\*");
    }
}
