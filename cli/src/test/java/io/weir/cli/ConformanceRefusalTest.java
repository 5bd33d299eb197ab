package io.weir.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code weir conformance} does not take for a refusal, and how it refuses itself. */
class ConformanceRefusalTest {
    @TempDir
    private Path effects;

    @TempDir
    private Path folder;

    private Path secret;

    @BeforeEach
    void makeSecret() throws Exception {
        secret = Files.writeString(folder.resolve("secret"), "key-of-a-test");
    }

    private Captured run(String to, String... options) {
        List<String> arguments = new ArrayList<>(List.of(
                "conformance",
                "--scheme",
                "github",
                "--to",
                to,
                "--observe",
                "status",
                "--secret-file",
                secret.toString(),
                "--rate",
                "10000"));
        arguments.addAll(List.of(options));
        return Captured.run(arguments.toArray(String[]::new));
    }

    @Test
    void aUrlThatIsRefused_isNotRepeated() {
        for (String url : List.of("http://a:hidden@127.0.0.1/", "http://192.0.2.1/?token=hidden", "hidden")) {
            assertThat(run(url).err()).contains("--to: ").doesNotContain("hidden");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"--topic=arn:aws:sns:us-east-1:000000000000:other", "--certificates=127.0.0.1:0", "--sns-keys=."
            })
    void anOptionOfSns_isRefusedForAnotherScheme(String option) {
        Captured captured = run("http://127.0.0.1:9/", option);
        assertThat(captured.exit()).isEqualTo(2);
        assertThat(captured.err()).contains("only for --scheme sns");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--topic=conformance", "--certificates=127.0.0.1", "--certificates=127.0.0.1:65536"})
    void anOptionOfSns_thatIsNone_isRefused(String option) {
        Captured captured =
                Captured.run("conformance", "--scheme=sns", "--to=http://127.0.0.1:9/", "--observe=status", option);
        assertThat(captured.exit()).isEqualTo(2);
        assertThat(captured.err()).contains(option.substring(0, option.indexOf('=')) + ": expected");
    }

    @ParameterizedTest
    @ValueSource(ints = {404, 429})
    void aRefusal_saysNothing_ifNoGenuineEventIsBelieved(int status) throws Exception {
        try (TestReceiver elsewhere =
                new TestReceiver(effects, (receiver, exchange) -> TestReceiver.answer(exchange, status))) {
            Captured captured = run(elsewhere.url(), "--only", "signature-missing");
            assertThat(captured.exit()).isEqualTo(3);
            assertThat(captured.err()).contains("a genuine event was not believed (answered " + status + ")");
        }
    }

    @Test
    void aReceiverThatHasTooManyRequests_hasRefusedNone() throws Exception {
        try (TestReceiver busy =
                new TestReceiver(effects, (receiver, exchange) -> TestReceiver.answer(exchange, 429))) {
            Captured captured = run(busy.url(), "--json", "--only", "genuine", "--only", "signature-missing");
            assertThat(captured.exit()).isEqualTo(1);
            assertThat(captured.out()).doesNotContain("\"ok\":true").contains("\"seen\":\"error\"");
        }
    }
}
