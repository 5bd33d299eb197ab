package io.weir.local.core;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class HaltTest {
    private final List<Integer> exits = new ArrayList<>();

    @Test
    void because_error_isOneLineAndTheEnd() {
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Halt.with(new PrintStream(err, true, UTF_8), exits::add).because("poller-0", new StackOverflowError("deep"));
        assertThat(err.toString(UTF_8).lines())
                .containsExactly("weir: ended by an error in thread poller-0: java.lang.StackOverflowError: deep");
        assertThat(exits).containsExactly(3);
    }

    @Test
    void because_noMemoryEvenForTheLine_isTheEndAllTheSame() {
        PrintStream broken = new PrintStream(OutputStream.nullOutputStream()) {
            @Override
            public void println(String line) {
                throw new OutOfMemoryError();
            }
        };
        assertThatThrownBy(() -> Halt.with(broken, exits::add).because("poller-0", new OutOfMemoryError()))
                .isInstanceOf(OutOfMemoryError.class);
        assertThat(exits).containsExactly(3);
    }
}
