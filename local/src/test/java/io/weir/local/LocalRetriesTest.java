package io.weir.local;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.config.ConfigurationException;
import io.weir.envelope.source.Sources;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalRetriesTest {
    @Test
    void open_retriesForLongerThanTheQueueKeepsAMessage_isRefused(@TempDir Path data) {
        Sources sources = Sources.parse(
                "test", "{\"s\":{\"scheme\":\"github\",\"secret\":\"env:X\",\"retry\":{\"for\":\"P15D\"}}}");
        PrintStream log = new PrintStream(OutputStream.nullOutputStream());
        assertThatThrownBy(() -> LocalWeir.open(sources, data, "localhost", 0, log))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("/s: expected retry/for of at most PT336H");
    }
}
