package io.weir.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.weir.envelope.source.Sources;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What a document tells a reader to type works: each block marked {@code sh} is run as it stands, by bash, beside a Weir
 * that keeps serving. What cannot be run here is listed with its reason; a block is either run whole or listed whole.
 */
class CommandsInDocsIT {
    /** Commands that this machine, or this test, cannot run. */
    private static final Map<String, String> NOT_HERE = Map.of(
            "scripts/run", "builds this tree by Maven, which runs this test; WeirCommandTest plays the same tour",
            "scripts/test", "runs this test",
            "scripts/release",
                    "builds this tree by Maven, which runs this test; scripts/check-infra packs the same archive",
            "terraform", "needs an account; scripts/check-infra plans each example",
            "scripts/deploy", "needs an account; SystemIT runs it against LocalStack",
            "aws", "needs an account");

    /** Words of a document that stand for a reader's own. */
    private static final Map<String, String> PLACEHOLDERS = Map.of(
            "--secret-file FILE", "--secret-file .weir/secrets/github",
            "--to URL", "--to http://127.0.0.1:8080/github",
            "secrets/NAME", "secrets/github");

    private static final Pattern POSTED_TO = Pattern.compile("(?:\\$door|127\\.0\\.0\\.1:8080)/([a-z-]+)");
    private static final Pattern STATUS = Pattern.compile("(?m)^HTTP/[0-9.]+ ([0-9]{3})");

    @TempDir
    private static Path folder;

    private static RunningWeir weir;

    @BeforeAll
    static void start() throws Exception {
        DocsFolder.prepare(folder);
        weir = RunningWeir.start(folder, "scripts/weir run --port 0 --console 127.0.0.1:0 --sources sources.json");
        DocsFolder.addBodies(folder);
    }

    @AfterAll
    static void end() throws Exception {
        assertThat(weir.end()).as(weir.output()).isEqualTo(143);
    }

    static Stream<Markdown.Block> blocks() throws IOException {
        return Markdown.blocks("sh").filter(block -> !isListed(block));
    }

    private static boolean isListed(Markdown.Block block) {
        List<String> commands = block.text()
                .lines()
                .map(line -> line.replaceFirst("#.*", "").strip())
                .filter(line -> !line.isEmpty())
                .toList();
        return commands.stream().allMatch(command -> NOT_HERE.containsKey(command.replaceFirst(" .*", "")));
    }

    @ParameterizedTest
    @MethodSource("blocks")
    void block_asItStands_succeeds(Markdown.Block block) throws Exception {
        String script = block.text();
        for (Map.Entry<String, String> placeholder : PLACEHOLDERS.entrySet()) {
            script = script.replace(placeholder.getKey(), placeholder.getValue());
        }
        if (script.contains("scripts/weir run")) {
            startsAndEnds(script);
        } else {
            succeeds(block, script);
        }
    }

    private static void startsAndEnds(String script) throws Exception {
        Path another = Files.createDirectory(folder.resolve("another"));
        DocsFolder.prepare(another);
        RunningWeir second = RunningWeir.start(another, script.replace("8080", "0"));
        assertThat(second.end()).as(second.output()).isEqualTo(143);
        assertThat(second.output()).contains("ended cleanly");
    }

    private static void succeeds(Markdown.Block block, String script) throws Exception {
        String source = firstSource(script);
        long before = weir.done(source);
        String all = variables(source) + "\nset -eu -o pipefail\n" + script.replace("8080", weir.port());
        RunningWeir.Ended ended = RunningWeir.bash(folder, all);
        assertThat(ended.exit()).as(block + "\n" + ended.output()).isZero();
        long curls = Pattern.compile("\\bcurl ").matcher(script).results().count();
        assertThat(STATUS.matcher(ended.output()).results().map(status -> status.group(1)))
                .as(block + "\n" + ended.output())
                .hasSize((int) curls)
                .containsOnly(curls == 0 ? new String[0] : new String[] {"200"});
        if (script.contains("--data-binary") || script.contains("weir send")) {
            await().alias(block + ": Done\n" + ended.output())
                    .atMost(Duration.ofSeconds(30))
                    .until(() -> weir.done(source) > before);
        }
    }

    private static String firstSource(String script) {
        Matcher posted = POSTED_TO.matcher(script);
        return posted.find() ? posted.group(1) : "github";
    }

    /** What docs/senders.md tells to set before its lines: its first block. */
    private static String variables(String source) throws IOException {
        return Markdown.blocks("sh")
                .filter(block -> block.in("docs/senders.md"))
                .findFirst()
                .orElseThrow()
                .text()
                .replace("secrets/NAME", "secrets/" + source)
                .replace("8080", weir.port());
    }

    @Test
    void shellBlocks_areMarkedSh() throws IOException {
        assertThat(Markdown.all().stream().flatMap(document -> document.blocks().stream()))
                .extracting(Markdown.Block::language)
                .doesNotContain("bash", "shell", "console", "zsh");
    }

    @Test
    void sourcesOfTheReadme_areAccepted() throws IOException {
        List<Markdown.Block> all =
                Markdown.blocks("json").filter(block -> block.in("README.md")).toList();
        assertThat(all).isNotEmpty();
        for (Markdown.Block block : all) {
            assertThat(Sources.parse(block.at(), block.text()).all()).isNotEmpty();
        }
    }
}
