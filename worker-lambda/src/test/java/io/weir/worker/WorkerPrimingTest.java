package io.weir.worker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.priming.LoopbackServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ClassLoadingMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Priming in a process of its own, since a class is loaded once a process. */
class WorkerPrimingTest {
    /** Primes twice: what the second time loads, the first time missed. */
    static final class PrimedTwice {
        private PrimedTwice() {}

        public static void main(String[] arguments) throws IOException {
            ClassLoadingMXBean classes = ManagementFactory.getClassLoadingMXBean();
            long before = classes.getTotalLoadedClassCount();
            Priming.run();
            long between = classes.getTotalLoadedClassCount();
            Priming.run();
            System.out.println("loaded " + (between - before) + " " + (classes.getTotalLoadedClassCount() - between));
        }
    }

    @Test
    void run_again_loadsAlmostNoClass() throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        PrimedTwice.class.getName())
                .redirectErrorStream(true)
                .start();
        try (BufferedReader output = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8))) {
            String[] line = output.lines()
                    .filter(text -> text.startsWith("loaded "))
                    .findFirst()
                    .orElseThrow()
                    .split(" ", -1);
            assertThat(Integer.parseInt(line[1])).isGreaterThan(2000);
            assertThat(Integer.parseInt(line[2])).isLessThan(60);
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void answer_anythingElse_isEmpty() {
        assertThat(Priming.answer(new LoopbackServer.Request("PUT /priming/x HTTP/1.1", Map.of(), new byte[0])))
                .isEmpty();
    }
}
