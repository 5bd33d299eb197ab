package io.weir.cli.text;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TableTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final PrintStream stream = new PrintStream(out, true, UTF_8);

    private record Seat(boolean isOutput, int width) implements Terminal {
        @Override
        public boolean isError() {
            return isOutput;
        }

        @Override
        public boolean isInput() {
            return false;
        }

        @Override
        public @Nullable String readLine() {
            return null;
        }
    }

    private Speech speech(boolean isPeople, int width) {
        return new Speech(stream, stream, new Seat(isPeople, width), Map.of("NO_COLOR", "1"));
    }

    private List<String> lines() {
        return out.toString(UTF_8).lines().toList();
    }

    @Test
    void onATerminal_columnsStandUnderTheirNames() {
        new Table(speech(true, 80), 1, "a", "long name", "c")
                .print(List.of(Arrays.asList("x", null, 7), List.of("yyy", "", "z")));
        assertThat(lines()).containsExactly("A    LONG NAME  C", "x    -          7", "yyy  -          z");
    }

    @Test
    void inAPipe_cellsHaveTabsBetween_andNoneInside() {
        new Table(speech(false, 10), 1, "a", "b").print(List.of(Arrays.asList("x\ty\nz", null)));
        assertThat(out.toString(UTF_8)).isEqualTo("x\\u0009y\\u000az\t" + System.lineSeparator());
    }

    @ParameterizedTest
    @ValueSource(ints = {30, 40, 60, 79})
    void aRowThatIsTooWide_isCutWhereItIsWidest_andFixedColumnsStay(int width) {
        new Table(speech(true, width), 1, "id", "kind", "detail")
                .print(List.of(List.of("0123456789", "k".repeat(30), "d".repeat(90))));
        assertThat(lines()).hasSize(2).allMatch(line -> Cells.width(line) <= width);
        assertThat(lines().getLast()).startsWith("0123456789  k").endsWith("\u2026");
    }

    @Test
    void aTerminalThatIsTooNarrow_hasNoColumnVanish() {
        new Table(speech(true, 10), 1, "id", "kind").print(List.of(List.of("0123456789", "abcdefghij")));
        assertThat(lines().getLast()).isEqualTo("0123456789  abcde\u2026");
    }

    @Test
    void furtherRows_keepTheWidthsOfTheFirst() {
        Table table = new Table(speech(true, 80), 0, "a", "b");
        table.print(List.of(List.of("xxxx", "1")));
        table.print(List.of());
        table.print(List.of(List.of("xxxxxxxx", "2")));
        assertThat(lines()).containsExactly("A     B", "xxxx  1", "xxx\u2026  2");
    }

    @ParameterizedTest
    @CsvSource({"abc, 3", "\u65e5\u672c, 4", "e\u0301, 1", "\ud83d\ude00, 2", "\uac00, 2", "\u00fc, 1"})
    void width_isThatOfTheTerminal(String text, int expected) {
        assertThat(Cells.width(text)).isEqualTo(expected);
    }

    @Test
    void cut_doesNotSplitACharacter() {
        assertThat(Cells.cut("\ud83d\ude00\ud83d\ude00\ud83d\ude00", 4)).isEqualTo("\ud83d\ude00\u2026");
        assertThat(Cells.cut("abcd", 4)).isEqualTo("abcd");
    }
}
