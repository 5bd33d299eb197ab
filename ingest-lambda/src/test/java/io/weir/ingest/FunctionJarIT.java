package io.weir.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;

/** The jar as Lambda gets it. */
class FunctionJarIT {
    private static final Path TARGET = Path.of("target");

    private static Path jar() throws IOException {
        try (Stream<Path> files = Files.list(TARGET)) {
            return files.filter(file -> file.toString().endsWith("-aws.jar"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private static String entry(String name) throws IOException {
        try (JarFile jar = new JarFile(jar().toFile())) {
            ZipEntry entry = jar.getEntry(name);
            assertThat(entry).as(name).isNotNull();
            try (InputStream input = jar.getInputStream(entry)) {
                return new String(input.readAllBytes(), UTF_8);
            }
        }
    }

    @Test
    void jar_carriesLicenceAndNotice() throws IOException {
        assertThat(entry("META-INF/LICENSE")).contains("Apache License").contains("Version 2.0");
        assertThat(entry("META-INF/NOTICE"))
                .contains("AWS SDK")
                .contains("Jackson")
                .contains("SLF4J");
    }

    /** The jar lacks what the SDK has and the door does not run. That it lacks nothing else shows when it is primed. */
    @Test
    void jar_aloneOnTheClassPath_isPrimed() throws Exception {
        ProcessBuilder builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        jar() + File.pathSeparator + TARGET.resolve("test-classes"),
                        PrimedProcess.class.getName())
                .redirectErrorStream(true);
        builder.environment()
                .putAll(Map.of(
                        "WEIR_SOURCES", "{\"github\": {\"scheme\": \"github\", \"secret\": \"env:X\"}}",
                        "WEIR_QUEUE_URL", "http://127.0.0.1:1/0/queue",
                        "AWS_ENDPOINT_URL_SQS", "http://127.0.0.1:1",
                        "AWS_REGION", "us-east-1",
                        "AWS_ACCESS_KEY_ID", "test",
                        "AWS_SECRET_ACCESS_KEY", "test"));
        Process process = builder.start();
        try {
            String output = new String(process.getInputStream().readAllBytes(), UTF_8);
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
            // Nobody listens at the queue, which is a fault as any other.
            assertThat(output)
                    .contains("first request: ")
                    .contains("\"statusCode\":503")
                    .doesNotContain("not primed");
        } finally {
            process.destroyForcibly();
        }
    }
}
