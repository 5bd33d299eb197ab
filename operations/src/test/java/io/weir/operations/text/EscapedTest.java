package io.weir.operations.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EscapedTest {
    @ParameterizedTest
    @CsvSource({
        "001b, \\u001b", // ESC, the begin of what a terminal obeys
        "009b, \\u009b", // CSI in one character
        "0007, \\u0007",
        "000d, \\u000d",
        "000a, \\u000a",
        "0009, \\u0009",
        "007f, \\u007f",
        "0000, \\u0000",
        "202e, \\u202e", // right to left from here
        "2066, \\u2066",
        "200b, \\u200b",
        "061c, \\u061c",
        "feff, \\ufeff",
        "2028, \\u2028",
        "d800, \\ud800", // half of a pair
        "e0041, \\udb40\\udc41", // a tag: text that nobody sees
        "e000, \\ue000"
    })
    void line_withWhatMovesOrHides_hasItAsEscape(String point, String expected) {
        String text = "a" + Character.toString(Integer.parseInt(point, 16)) + "b";
        assertThat(Escaped.line(text)).isEqualTo("a" + expected + "b");
    }

    @Test
    void text_keepsLinesAndTabsAlone() {
        assertThat(Escaped.text("a\n\tb\r\u001b[2Jc")).isEqualTo("a\n\tb\\u000d\\u001b[2Jc");
    }

    @Test
    void line_ofPeoplesLanguages_isAsItWas() {
        String text = "Gr\u00fc\u00dfe \u65e5\u672c \u05e9\u05dc\u05d5\u05dd \ud83d\ude00 a\\b <b>";
        assertThat(Escaped.line(text)).isEqualTo(text);
    }
}
