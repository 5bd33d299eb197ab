package io.weir.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Comments, messages and documents are written in the English of today. */
class WordsTest {
    private static final Pattern TEXT = Pattern.compile(".*\\.(?:java|md|sh|tf)|scripts/[a-z-]+");

    /** Written in parts, so that this file does not find itself. */
    private static final Pattern BANNED = Pattern.compile("(?i)\\b(?:le" + "st|when" + "ce|then" + "ce|men"
            + "d(?:s|ed|ing)?|hither" + "to|thi" + "ther|where" + "in|there"
            + "in|there" + "of|here" + "by|where" + "by|whil" + "st|for" + "thwith|al" + "beit|one" + "'s own|please "
            + "come again)\\b");

    @Test
    void noFile_hasAnArchaicWord() throws IOException {
        List<String> found = new ArrayList<>();
        List<Path> files = Repository.files(any -> true).stream()
                .filter(file -> TEXT.matcher(Repository.ROOT.relativize(file).toString())
                        .matches())
                .toList();
        for (Path file : files) {
            List<String> lines = Files.readAllLines(file);
            for (int i = 0; i < lines.size(); i++) {
                if (BANNED.matcher(lines.get(i)).find()) {
                    found.add(Repository.ROOT.relativize(file) + ":" + (i + 1) + ": "
                            + lines.get(i).strip());
                }
            }
        }
        assertThat(found).isEmpty();
        assertThat(files).as("files that were read").hasSizeGreaterThan(100);
    }
}
