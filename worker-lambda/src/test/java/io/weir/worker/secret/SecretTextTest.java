package io.weir.worker.secret;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class SecretTextTest {
    @Test
    void parse_secretText_takesPlainTextArraysAndObjects() throws Exception {
        assertThat(texts("plain\n")).containsExactly("plain");
        assertThat(texts("plain\r\n\n")).containsExactly("plain");
        assertThat(texts(" inner space ")).containsExactly(" inner space ");
        assertThat(texts("[\"a\",\"b\"]")).containsExactly("a", "b");
        assertThat(texts("{\"secrets\":[\"a\"]}")).containsExactly("a");
        assertThat(texts("{not json")).containsExactly("{not json");
        for (String empty : List.of("", "\n", "[]", "[\"\"]", "{\"secrets\":[]}", "[1]")) {
            assertThatThrownBy(() -> SecretText.parse("env:X", empty))
                    .isInstanceOf(IOException.class)
                    .hasMessageStartingWith("env:X: ");
        }
    }

    private static List<String> texts(String text) throws IOException {
        return SecretText.parse("test", text).stream()
                .map(secret -> new String(secret, UTF_8))
                .toList();
    }
}
