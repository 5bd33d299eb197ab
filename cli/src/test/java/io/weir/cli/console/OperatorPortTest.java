package io.weir.cli.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.config.ConfigurationException;
import io.weir.operations.Operations;
import io.weir.operations.kit.FakeOperations;
import io.weir.operations.remote.AdminFile;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Where the operator's listener is, and who finds it. */
class OperatorPortTest {
    @TempDir
    private Path data;

    private final FakeOperations operations = new FakeOperations();

    /** A command that has the options. */
    @Command(name = "test")
    static final class Holder {
        @Mixin
        private ConsoleOption option = new ConsoleOption();
    }

    private static ConsoleOption option(String... arguments) {
        Holder holder = new Holder();
        new CommandLine(holder).parseArgs(arguments);
        return holder.option;
    }

    private OperatorPort open(String... arguments) throws IOException {
        return OperatorPort.open(operations, data, option(arguments), () -> "weir_x 1\n", line -> {});
    }

    private static HttpResponse<String> get(String url) throws Exception {
        try (HttpClient http = HttpClient.newHttpClient()) {
            return http.send(HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.ofString());
        }
    }

    @Test
    void open_saysInTheFolderWhereItIs_toItsOwnerAlone() throws Exception {
        try (OperatorPort port = open("--console", "127.0.0.1:0")) {
            Path admin = data.resolve("admin.json");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(admin)))
                    .isEqualTo("rw-------");
            try (Operations remote = AdminFile.find(data)) {
                assertThat(remote).isNotNull();
                assertThat(remote.target()).isEqualTo(operations.target());
            }
            assertThat(get(port.url()).statusCode()).isIn(200, 303, 302);
            assertThat(port.address()).doesNotContain("token=").contains("admin.json");
        }
        assertThat(data.resolve("admin.json")).doesNotExist();
        assertThat(AdminFile.find(data)).isNull();
    }

    @Test
    void open_withoutAConsole_servesTheCommandsAndFiguresAlone() throws Exception {
        try (OperatorPort port = open("--console", "off");
                Operations remote = AdminFile.find(data)) {
            assertThat(port.url()).isNull();
            assertThat(remote.status()).isEqualTo(operations.status());
            String base = port.address().replaceFirst(",.*", "");
            assertThat(get(base).statusCode()).isEqualTo(404);
            assertThat(get(base + "metrics").body()).isEqualTo("weir_x 1\n");
        }
    }

    @Test
    void open_atAPortThatIsTaken_failsIfItWasAskedFor() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThatThrownBy(() -> open("--console", "127.0.0.1:" + taken.getLocalPort()))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("port " + taken.getLocalPort())
                    .hasMessageContaining("taken");
        }
        assertThat(data.resolve("admin.json")).doesNotExist();
    }

    @Test
    void open_atAnAddressOfOthers_isRefusedUnlessAProxyStandsBeforeIt() throws Exception {
        assertThatThrownBy(() -> open("--console", "0.0.0.0:0"))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("--behind-proxy");
        open("--console", "0.0.0.0:0", "--behind-proxy").close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"8081", ":8081", "127.0.0.1:", "127.0.0.1:port", "127.0.0.1:65536", "on", ""})
    void address_thatIsNone_saysWhatIsExpected(String address) {
        assertThatThrownBy(() -> open("--console", address))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("--console: expected HOST:PORT");
    }

    @Test
    void address_ofVersion6_mayStandInBrackets() {
        assertThat(option("--console", "[::1]:0").address()).isEqualTo(new ConsoleOption.Address("::1", 0));
        assertThat(option().address()).isEqualTo(new ConsoleOption.Address("127.0.0.1", 8081));
    }
}
