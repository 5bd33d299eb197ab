package io.weir.docs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How {@code scripts/lib/java.sh} tells the version of a JDK; a JDK is here a folder with two scripts. */
class FindJdkTest {
    @TempDir
    private Path jdk;

    @BeforeEach
    void makeJdk() throws Exception {
        Files.createDirectory(jdk.resolve("bin"));
        script("java", "exit 1");
    }

    private void script(String name, String text) throws Exception {
        Path file = Files.writeString(jdk.resolve("bin").resolve(name), "#!/bin/sh\n" + text + "\n");
        assertThat(file.toFile().setExecutable(true)).isTrue();
    }

    private String version() throws Exception {
        String command = "set -euo pipefail; source '" + Repository.ROOT.resolve("scripts/lib/java.sh")
                + "'; if jdk_version '" + jdk + "'; then echo $jdk_major; else echo none; fi";
        Process process = new ProcessBuilder("bash", "-c", command)
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return output.strip();
    }

    @Test
    void releaseFile_saysIt_andJavacIsNotAsked() throws Exception {
        script("javac", "touch '" + jdk + "/asked'");
        Files.writeString(
                jdk.resolve("release"), "IMPLEMENTOR=\"x\"\nJAVA_VERSION=\"25.0.3\"\nJAVA_VERSION_DATE=\"2026\"\n");
        assertThat(version()).isEqualTo("25");
        Files.writeString(jdk.resolve("release"), "JAVA_VERSION=\"1.8.0_392\"\n");
        assertThat(version()).isEqualTo("8");
        Files.writeString(jdk.resolve("release"), "JAVA_VERSION=\"26-ea\""); // and no newline
        assertThat(version()).isEqualTo("26");
        assertThat(jdk.resolve("asked")).doesNotExist();
    }

    @Test
    void noReleaseFile_orNoVersionInIt_javacIsAsked() throws Exception {
        script("javac", "echo javac 23.0.1");
        assertThat(version()).isEqualTo("23");
        Files.writeString(jdk.resolve("release"), "IMPLEMENTOR=\"x\"\n");
        assertThat(version()).isEqualTo("23");
    }

    @Test
    void noJavac_isNoJdk() throws Exception {
        assertThat(version()).isEqualTo("none");
    }
}
