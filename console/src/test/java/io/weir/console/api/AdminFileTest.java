package io.weir.console.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.json.Json;
import io.weir.operations.kit.FakeOperations;
import io.weir.operations.remote.AdminFile;
import io.weir.operations.remote.RemoteOperations;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AdminFileTest {
    @TempDir
    private Path data;

    @Test
    void theFile_isForTheOwnerAlone_leadsToTheOperations_andGoesWithThem() throws Exception {
        try (FakeOperations fake = new FakeOperations();
                ApiServer server = new ApiServer(fake)) {
            try (AdminFile file = AdminFile.write(data, server.url(), ApiServer.TOKEN, "0.1.0");
                    RemoteOperations found = Objects.requireNonNull(AdminFile.find(data))) {
                Path path = data.resolve(AdminFile.NAME);
                assertThat(file).isNotNull();
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                        .isEqualTo("rw-------");
                assertThat(Json.readObject(Files.readString(path))).containsOnlyKeys("url", "token", "pid", "version");
                assertThat(found.target()).isEqualTo(fake.target());
            }
            assertThat(AdminFile.find(data)).isNull();
        }
        try (Stream<Path> left = Files.list(data)) {
            assertThat(left).isEmpty();
        }
    }

    @Test
    void aFileOfAProcessThatDied_isAsNone_andIsReplaced() throws Exception {
        URI gone;
        try (ApiServer server = new ApiServer(new FakeOperations())) {
            gone = server.url();
        }
        AdminFile.write(data, gone, ApiServer.TOKEN, "0.1.0");
        assertThat(AdminFile.find(data)).isNull();
        try (ApiServer server = new ApiServer(new FakeOperations());
                AdminFile file = AdminFile.write(data, server.url(), ApiServer.TOKEN, "0.1.0");
                RemoteOperations found = AdminFile.find(data)) {
            assertThat(file).isNotNull();
            assertThat(found).isNotNull();
        }
    }

    @Test
    void aPortThatAnotherWeirTookOver_isAsNone() throws Exception {
        try (ApiServer server = new ApiServer(new FakeOperations());
                AdminFile file = AdminFile.write(data, server.url(), "the token of one that died", "0.1.0")) {
            assertThat(file).isNotNull();
            assertThat(AdminFile.find(data)).isNull();
        }
    }

    @Test
    void closing_leavesTheFileOfAnotherProcess() throws Exception {
        AdminFile first = AdminFile.write(data, URI.create("http://127.0.0.1:1"), "one", "0.1.0");
        AdminFile second = AdminFile.write(data, URI.create("http://127.0.0.1:2"), "two", "0.1.0");
        first.close();
        assertThat(data.resolve(AdminFile.NAME)).exists();
        second.close();
        assertThat(data.resolve(AdminFile.NAME)).doesNotExist();
        second.close();
    }

    @Test
    void aFileThatIsNone_isSaidSo_withoutItsContent() throws Exception {
        Files.writeString(data.resolve(AdminFile.NAME), "{\"url\":\"http://127.0.0.1:1\",\"token\":7}");
        assertThatThrownBy(() -> AdminFile.find(data))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(AdminFile.NAME);
        Files.writeString(data.resolve(AdminFile.NAME), "{\"url\":\"\\u0000 s3cr3t\",\"token\":\"t\"}");
        assertThatThrownBy(() -> AdminFile.find(data))
                .isInstanceOf(IOException.class)
                .hasMessageNotContaining("s3cr3t");
    }
}
