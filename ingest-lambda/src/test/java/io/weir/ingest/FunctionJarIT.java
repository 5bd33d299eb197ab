package io.weir.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;

/** The jar as Lambda gets it. */
class FunctionJarIT {
    private static String entry(Path target, String name) throws IOException {
        try (Stream<Path> files = Files.list(target);
                JarFile jar = new JarFile(files.filter(file -> file.toString().endsWith("-aws.jar"))
                        .findFirst()
                        .orElseThrow()
                        .toFile())) {
            ZipEntry entry = jar.getEntry(name);
            assertThat(entry).as(name).isNotNull();
            try (InputStream input = jar.getInputStream(entry)) {
                return new String(input.readAllBytes(), UTF_8);
            }
        }
    }

    @Test
    void jar_carriesLicenceAndNotice() throws IOException {
        Path target = Path.of("target");
        assertThat(entry(target, "META-INF/LICENSE")).contains("Apache License").contains("Version 2.0");
        assertThat(entry(target, "META-INF/NOTICE"))
                .contains("AWS SDK")
                .contains("Jackson")
                .contains("SLF4J");
    }
}
