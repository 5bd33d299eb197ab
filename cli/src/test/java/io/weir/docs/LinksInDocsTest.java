package io.weir.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Links between documents lead somewhere, as does the name of a script. */
class LinksInDocsTest {
    private static final Pattern LINK = Pattern.compile("]\\(([^)\\s]+)\\)");
    private static final Pattern ELSEWHERE = Pattern.compile("[a-z]+:.*");
    private static final Pattern SCRIPT = Pattern.compile("\\bscripts/[a-z][a-z./-]*[a-z]");

    private final List<String> wrong = new ArrayList<>();
    private int links;

    @Test
    void everyLinkThatLeadsToThisRepository_leadsToAFileAndAHeading() throws IOException {
        Map<Path, Markdown> documents =
                Markdown.all().stream().collect(Collectors.toMap(Markdown::file, Function.identity()));
        for (Markdown document : documents.values()) {
            for (Markdown.Line line : document.text()) {
                LINK.matcher(line.text())
                        .results()
                        .map(link -> link.group(1))
                        .filter(target -> !ELSEWHERE.matcher(target).matches())
                        .forEach(target -> check(document, line, target, documents));
            }
        }
        assertThat(wrong).isEmpty();
        assertThat(links).as("links that were found").isGreaterThan(20);
    }

    private void check(Markdown from, Markdown.Line line, String target, Map<Path, Markdown> documents) {
        links++;
        String path = target.replaceFirst("#.*", "");
        Path file =
                path.isEmpty() ? from.file() : from.file().resolveSibling(path).normalize();
        if (!Files.exists(file)) {
            wrong.add(line.at() + ": no file " + target);
        } else if (target.contains("#")) {
            Markdown document = documents.get(file);
            if (document == null || !document.anchors().contains(target.substring(target.indexOf('#') + 1))) {
                wrong.add(line.at() + ": no heading " + target);
            }
        }
    }

    @Test
    void everyScriptThatADocumentNames_isThere() throws IOException {
        for (Markdown document : Markdown.all()) {
            document.text().forEach(line -> checkScripts(line.at(), line.text()));
            document.blocks().forEach(block -> checkScripts(block.at(), block.text()));
        }
        assertThat(wrong).isEmpty();
    }

    private void checkScripts(String at, String text) {
        SCRIPT.matcher(text)
                .results()
                .map(name -> name.group())
                .filter(name -> !Files.exists(Repository.ROOT.resolve(name)))
                .forEach(name -> wrong.add(at + ": no " + name));
    }
}
