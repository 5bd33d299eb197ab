package io.weir.cli.text;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SystemTerminalTest {
    @ParameterizedTest
    @CsvSource({"80, 80", "40, 40", "1, 40", "300, 300"})
    void width_isThatOfColumns_andNeverTooNarrow(String columns, int expected) {
        assertThat(new SystemTerminal(Map.of("COLUMNS", columns)).width()).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0", "-3", "wide", "99999999999"})
    void width_ofNoNumber_isThatOfTheTerminal_orTheDefault(String columns) {
        assertThat(new SystemTerminal(Map.of("COLUMNS", columns)).width()).isBetween(40, 10_000);
    }

    /** The tests' standard output is a file or a pipe of the build. */
    @Test
    void eachStream_isAskedByItself() throws Exception {
        String executable = System.getProperty("java.home") + "/bin/java";
        Process process = new ProcessBuilder(
                        executable, "-cp", System.getProperty("java.class.path"), Asked.class.getName())
                .redirectErrorStream(true)
                .start();
        process.getOutputStream().close();
        assertThat(new String(process.getInputStream().readAllBytes(), UTF_8)).isEqualTo("false false false null");
        assertThat(process.waitFor()).isZero();
    }

    /** A process whose streams are pipes. */
    static final class Asked {
        private Asked() {}

        public static void main(String[] arguments) {
            SystemTerminal terminal = new SystemTerminal(Map.of());
            System.out.print(terminal.isInput() + " " + terminal.isOutput() + " " + terminal.isError() + " "
                    + terminal.readLine());
        }
    }
}
