package io.weir.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code weir manual}. */
class ManualCommandTest {
    private static final Pattern COMMAND = Pattern.compile("^  ([a-z]+) ", Pattern.MULTILINE);
    private static final Pattern OPTION = Pattern.compile("--[a-z][a-z-]*");
    private static final Pattern REQUEST = Pattern.compile("\\.(TH|SH|TP|B|PP|br|nf|fi)( \".*\")?");

    @TempDir
    private Path folder;

    @Test
    void manual_aFolderThatIsAFile_is2() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "");

        assertThat(Captured.run("manual", file.toString()).exit()).isEqualTo(2);
    }

    @Test
    void manual_isForThoseWhoPack_soNoHelpListsIt() {
        assertThat(Captured.run("--help").out()).contains("  schemes ").doesNotContain("manual");
    }

    @Test
    void manual_hasAPageForEachCommandWithAllItsOptions() throws IOException {
        Map<String, String> files = written("share");
        List<String> commands = COMMAND.matcher(Captured.run("--help").out())
                .results()
                .map(found -> found.group(1))
                .toList();

        assertThat(commands).contains("run", "send", "ls", "console", "tour");
        assertThat(files).hasSize(commands.size() + 2);
        for (String command : commands) {
            String page = files.get("man/man1/weir-" + command + ".1");
            assertThat(page).as(command).startsWith(".TH \"WEIR\\-" + command.toUpperCase(Locale.ROOT) + "\" \"1\"");
            OPTION.matcher(Captured.run(command, "--help").out())
                    .results()
                    .map(MatchResult::group)
                    .forEach(option -> assertThat(page).as(command).contains(option.replace("-", "\\-")));
        }
        assertThat(files.get("man/man1/weir.1")).contains("weir run", "weir\\-run(1)");
    }

    /** A line that begins with a full stop and is none of these would vanish from the page. */
    @Test
    void manual_isRoff() throws IOException {
        written("share").forEach((name, text) -> {
            if (name.endsWith(".1")) {
                assertThat(text.lines().filter(line -> line.startsWith(".") || line.startsWith("'")))
                        .as(name)
                        .allMatch(REQUEST.asMatchPredicate());
                assertThat(text).as(name).isASCII().contains(".SH \"NAME\"\nweir", ".SH \"SYNOPSIS\"");
            }
        });
    }

    @Test
    void manual_completionKnowsTheCommands() throws IOException {
        assertThat(written("share").get("bash-completion/completions/weir"))
                .contains("complete -F _complete_weir", "schemes", "--since")
                .doesNotContain("_picocli_weir_manual");
    }

    @Test
    void manual_twice_isTheSameBytes() throws IOException {
        assertThat(written("one")).isEqualTo(written("two"));
    }

    private Map<String, String> written(String name) throws IOException {
        Path share = folder.resolve(name);
        assertThat(Captured.run("manual", share.toString()).exit()).isZero();
        Map<String, String> files = new TreeMap<>();
        try (Stream<Path> all = Files.walk(share)) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                files.put(share.relativize(file).toString(), Files.readString(file));
            }
        }
        return files;
    }
}
