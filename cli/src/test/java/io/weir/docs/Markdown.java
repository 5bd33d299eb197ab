package io.weir.docs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A document, split into what stands in fences and what does not.
 *
 * @param text lines outside of fences
 */
record Markdown(Path file, List<Line> text, List<Block> blocks) {
    private static final Pattern FENCE = Pattern.compile("\\s*```(.*)");
    private static final Pattern CODE = Pattern.compile("`([^`]+)`");
    private static final Pattern HEADING = Pattern.compile("#{1,6} +(.*)");

    /** @param at file and line, as editors open it */
    record Line(String at, String text) {
        /** What stands between backticks. */
        List<String> code() {
            return CODE.matcher(text).results().map(match -> match.group(1)).toList();
        }
    }

    /** @param at file and line of the first line inside */
    record Block(String at, String language, String text) {
        boolean in(String document) {
            return at.startsWith(document + ":");
        }

        @Override
        public String toString() {
            return at;
        }
    }

    static List<Markdown> all() throws IOException {
        List<Markdown> all = new ArrayList<>();
        for (Path file : Repository.files(name -> name.endsWith(".md"))) {
            all.add(read(file, Files.readAllLines(file)));
        }
        return all;
    }

    private static Markdown read(Path file, List<String> lines) {
        String name = Repository.ROOT.relativize(file).toString();
        List<Line> text = new ArrayList<>();
        List<Block> blocks = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            var fence = FENCE.matcher(lines.get(i));
            if (!fence.matches()) {
                text.add(new Line(name + ":" + (i + 1), lines.get(i)));
                continue;
            }
            int end = i + 1;
            while (end < lines.size() && !FENCE.matcher(lines.get(end)).matches()) {
                end++;
            }
            String inside = String.join("\n", lines.subList(i + 1, end)).stripIndent();
            blocks.add(new Block(name + ":" + (i + 2), fence.group(1).strip(), inside));
            i = end;
        }
        return new Markdown(file, text, blocks);
    }

    static Stream<Block> blocks(String language) throws IOException {
        return all().stream()
                .flatMap(document -> document.blocks().stream())
                .filter(block -> block.language().equals(language));
    }

    /** What a link may name after its {@code #}, by the rule of GitHub. */
    Set<String> anchors() {
        return text.stream()
                .flatMap(line -> HEADING.matcher(line.text()).results())
                .map(MatchResult::group)
                .map(heading -> heading.replaceFirst("^#+ +", "").toLowerCase(Locale.ROOT))
                .map(heading -> heading.replaceAll("[^\\p{L}\\p{N} _-]", "").replace(' ', '-'))
                .collect(Collectors.toSet());
    }
}
