package io.weir.verify.secret;

import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.verify.RefusedException;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class SecretTextTest {
    @Test
    void parse_secretText_takesPlainTextArraysAndObjects() throws Exception {
        assertThat(texts("plain\n")).containsExactly("plain");
        assertThat(texts("plain\r\n\n")).containsExactly("plain");
        assertThat(texts("[\"a\",\"b\"]")).containsExactly("a", "b");
        assertThat(texts("{\"secrets\":[\"a\"]}")).containsExactly("a");
        assertThat(texts("{not json")).containsExactly("{not json");
        for (String empty : List.of("", "\n", "[]", "[\"\"]", "{\"secrets\":[]}", "[1]", "\uFEFF \n")) {
            assertThatThrownBy(() -> SecretText.parse("env:X", empty))
                    .isInstanceOf(RefusedException.class)
                    .hasMessageStartingWith("env:X: ");
        }
    }

    @Test
    void parse_whiteSpaceAroundAPlainText_isNoPartOfItUnlessItIsWrittenAsJson() throws Exception {
        assertThat(texts("gh-secret-1 \n")).containsExactly("gh-secret-1");
        assertThat(texts("\t inner space \u00a0x ")).containsExactly("inner space \u00a0x");
        assertThat(texts("[\" inner space \"]")).containsExactly(" inner space ");
    }

    @Test
    void parse_byteOrderMark_isNoPartOfTheSecret() throws Exception {
        assertThat(texts("\uFEFFgh-secret-1")).containsExactly("gh-secret-1");
        assertThat(texts("\uFEFF[\"a\"]")).containsExactly("a");
        assertThat(SecretText.parse("test", "\uFEFFgh-secret-1".getBytes(UTF_8)))
                .containsExactly("gh-secret-1".getBytes(UTF_8));
    }

    @Test
    void parse_keySet_isOneSecretAsItStands() throws Exception {
        String keys = "{\"keys\":[{\"kty\":\"EC\",\"kid\":\"1\"},{\"kty\":\"RSA\"}]}";
        assertThat(texts(keys)).containsExactly(keys);
        assertThat(texts("[" + quoted(keys) + "]")).containsExactly(keys);
        for (String none : List.of(
                "{\"keys\":[]}",
                "{\"keys\":{}}",
                "{\"keys\":[1]}",
                "{\"keys\":[{\"kid\":\"1\"}]}",
                "{\"keys\":[{\"kty\":1}]}")) {
            assertThatThrownBy(() -> texts(none)).as(none).isInstanceOf(RefusedException.class);
        }
    }

    private static String quoted(String text) {
        return "\"" + text.replace("\"", "\\\"") + "\"";
    }

    @Test
    void parse_objectOfTheConsole_isItsOneValue() throws Exception {
        assertThat(texts("{\"GITHUB_WEBHOOK_SECRET\":\"gh-secret-1\"}")).containsExactly("gh-secret-1");
        for (String unclear : List.of("{\"a\":\"1\",\"b\":\"2\"}", "{\"a\":1}", "{}", "{\"a\":[\"x\"]}")) {
            assertThatThrownBy(() -> texts(unclear))
                    .isInstanceOf(RefusedException.class)
                    .hasMessageContaining("which of its members is the secret cannot be told")
                    .hasMessageContaining("{\"secrets\": [...]}");
        }
    }

    @Test
    void parse_bytesInAnotherEncoding_namesTheFileAndTheEncoding() {
        for (byte[] utf16 : List.of(
                "\uFEFFgh-secret-1\n".getBytes(UTF_16LE),
                "\uFEFFgh-secret-1\n".getBytes(UTF_16BE),
                "gh-secret-1\n".getBytes(UTF_16LE),
                "gh-secret-1\n".getBytes(UTF_16BE))) {
            assertThatThrownBy(() -> SecretText.parse("file:secret", utf16))
                    .isInstanceOf(RefusedException.class)
                    .hasMessage("file:secret: not written in UTF-8 but in UTF-16, as some editors of Windows do;"
                            + " write it in UTF-8");
        }
        assertThatThrownBy(() -> SecretText.parse("file:secret", new byte[] {'a', (byte) 0xE9}))
                .hasMessage("file:secret: not written in UTF-8 but in another encoding; write it in UTF-8");
    }

    private static List<String> texts(String text) throws IOException {
        return SecretText.parse("test", text).stream()
                .map(secret -> new String(secret, UTF_8))
                .toList();
    }

    @Test
    void parse_textThatWasMeantAsJson_isSaidAndIsNoSecret() {
        for (String nearly : List.of(
                "{\"K\":\"top\",\"K\":\"top\"}",
                "{\"K\":\"top\",}",
                "{'K':'top'}",
                "[\"top\",]",
                "{\"K\":\"top\"}\n{\"K\":\"top\"}",
                "\"top\"",
                "\uFEFF\uFEFF{\"K\":\"top\",}")) {
            assertThatThrownBy(() -> texts(nearly))
                    .as(nearly)
                    .isInstanceOf(RefusedException.class)
                    .hasMessageContaining("expected the secret alone")
                    .message()
                    .doesNotContain("top");
        }
    }

    @Test
    void parse_severalByteOrderMarks_areNoPartOfTheSecret() throws Exception {
        assertThat(texts("\uFEFF\uFEFFgh-secret-1")).containsExactly("gh-secret-1");
    }
}
