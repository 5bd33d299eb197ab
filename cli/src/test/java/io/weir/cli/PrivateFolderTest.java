package io.weir.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the tour leaves in a data folder is for its owner alone, whatever the umask: folders 0700, files 0600. */
class PrivateFolderTest {
    private static final Set<PosixFilePermission> FILE = PosixFilePermissions.fromString("rw-------");
    private static final Set<PosixFilePermission> FOLDER = PosixFilePermissions.fromString("rwx------");

    @TempDir
    private Path parent;

    @Test
    void tour_allThatItMakes_isForTheOwnerAlone() throws Exception {
        Path data = parent.resolve("data");
        Captured captured = Captured.run("tour", "--once", "--data", data.toString());
        assertThat(captured.exit()).as(captured.toString()).isZero();
        List<String> open = new ArrayList<>();
        long files = 0;
        try (Stream<Path> paths = Files.walk(data)) {
            for (Path path : paths.toList()) {
                boolean isFolder = Files.isDirectory(path);
                files += isFolder ? 0 : 1;
                if (!Files.getPosixFilePermissions(path).equals(isFolder ? FOLDER : FILE)) {
                    open.add(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)) + " "
                            + data.relativize(path));
                }
            }
        }
        assertThat(open).isEmpty();
        assertThat(files).isGreaterThan(20);
    }
}
