package io.weir.benchmarks.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcTest {
    @TempDir
    private Path folder;

    @Test
    void cpu_nameWithBracketsAndSpaces_countsFromBehindIt() {
        String stat = "4711 (a ) b (c) S 1 2 3 0 -1 4194560 10 0 0 0 250 150 7 8 20 0 30 0 100 200 300";
        assertThat(Proc.cpuSeconds(stat)).isEqualTo(4.0);
    }

    @Test
    void memoryAndBytes_areRead() throws IOException {
        Files.writeString(folder.resolve("status"), "Name:\tjava\nVmHWM:\t  204800 kB\nVmRSS:\t  102400 kB\n");
        Files.writeString(folder.resolve("io"), "rchar: 1\nwrite_bytes: 4096\ncancelled_write_bytes: 7\n");
        Proc proc = new Proc(folder);
        assertThat(proc.residentMegabytes()).isEqualTo(100);
        assertThat(proc.peakMegabytes()).isEqualTo(200);
        assertThat(proc.writtenBytes()).isEqualTo(4096);
    }

    @Test
    void whatTheKernelDoesNotSay_isAnError() {
        assertThatThrownBy(() -> Proc.number("VmSize: 5 kB", "VmRSS"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("VmRSS");
    }

    @Test
    void flushes_ofStrace_areSummed() {
        String counts = """
                % time     seconds  usecs/call     calls    errors syscall
                ------ ----------- ----------- --------- --------- ----------------
                 90.10    1.234567         411      3000         2 fsync
                  9.90    0.100000         100      1000           fdatasync
                ------ ----------- ----------- --------- --------- ----------------
                100.00    1.334567         333      4000         2 total
                """;
        assertThat(Flushes.in(counts)).isEqualTo(4000);
        assertThat(Flushes.in("")).isZero();
    }
}
