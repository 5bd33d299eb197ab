package io.weir.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MatchCommandTest {
    private static final String LARGE = "{\"body\": {\"amount\": [{\"numeric\": [\">\", 100]}]}}";

    @TempDir
    private Path folder;

    private String body(String text) throws Exception {
        return Files.writeString(folder.resolve("body.json"), text).toString();
    }

    @Test
    void match_whatIsNoPattern_is2AndSaysWhatIsWrong() throws Exception {
        String body = body("{}");
        Captured wrong = Captured.run("match", "{\"type\": [{\"prefx\": \"a\"}]}", body);
        assertThat(wrong.exit()).isEqualTo(2);
        assertThat(wrong.out()).isEmpty();
        assertThat(wrong.err()).isEqualTo("weir: PATTERN: no event pattern: Unrecognized match type prefx\n");
        assertThat(Captured.run("match", "{", body).exit()).isEqualTo(2);
        assertThat(Captured.run("match", "[]", body).exit()).isEqualTo(2);
        assertThat(Captured.run("match", "null", body).exit()).isEqualTo(2);
        assertThat(Captured.run("match").exit()).isEqualTo(2);
        assertThat(Captured.run("match", "--header", "x", LARGE, body).exit()).isEqualTo(2);
        assertThat(Captured.run("match", LARGE, folder.resolve("none").toString())
                        .exit())
                .isEqualTo(2);
    }

    @Test
    void match_whatNobodyCanTell_is3AndSaysWhy() throws Exception {
        Captured said = Captured.run("match", LARGE, body("{\"amount\": 1, \"amount\": 101}"));
        assertThat(said.exit()).isEqualTo(3);
        assertThat(said.out()).isEmpty();
        assertThat(said.err())
                .isEqualTo("weir: it cannot be told: the body has a member twice that the pattern looks at\n");
    }

    @Test
    void match_body_isYesOrNo() throws Exception {
        Captured no = Captured.run("match", LARGE, body("{\"amount\": 100}"));
        assertThat(no.exit()).isEqualTo(1);
        assertThat(no.out()).isEqualTo("no\n");
        Captured yes = Captured.run("match", LARGE, body("{\"amount\": 101}"));
        assertThat(yes.exit()).isZero();
        assertThat(yes.out()).isEqualTo("yes\n");
    }

    @Test
    void match_patternInAFile_isReadFromThere() throws Exception {
        Path pattern = Files.writeString(folder.resolve("pattern.json"), "{\"body\":\n  {\"a\": [\"b c\"]}}\n");
        assertThat(Captured.run("match", "@" + pattern, body("{\"a\": \"b c\"}"))
                        .exit())
                .isZero();
        Files.writeString(pattern, "{\"body\": 1}");
        assertThat(Captured.run("match", "@" + pattern, body("{}")).err())
                .startsWith("weir: " + pattern + ": no event pattern");
        assertThat(Captured.run("match", "@" + folder.resolve("none"), body("{}"))
                        .exit())
                .isEqualTo(2);
    }

    @Test
    void match_optionsAndStandardInput_makeTheEvent() {
        InputStream real = System.in;
        try {
            for (String[] input : new String[][] {{}, {"-"}}) {
                System.setIn(new ByteArrayInputStream("no json".getBytes(UTF_8)));
                assertThat(Captured.run(arguments(input)).out()).isEqualTo("yes\n");
            }
        } finally {
            System.setIn(real);
        }
    }

    private static String[] arguments(String... more) {
        String[] all = {
            "match",
            "--source",
            "shop",
            "--type",
            "paid",
            "--id",
            "e-1",
            "--header",
            "X-Shop: a",
            "--header",
            "x-shop:b",
            "{\"source\": [\"shop\"], \"type\": [\"paid\"], \"id\": [\"e-1\"], \"headers\": {\"x-shop\": [\"a,b\"]},"
                    + " \"body\": [{\"exists\": false}]}"
        };
        String[] arguments = java.util.Arrays.copyOf(all, all.length + more.length);
        System.arraycopy(more, 0, arguments, all.length, more.length);
        return arguments;
    }
}
