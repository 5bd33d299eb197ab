package io.weir.docs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * When {@code scripts/lib/archive.sh} makes an archive of classes, and what it passes to the JVM. The JDK is a folder with a
 * {@code java} that writes down what it was called with, and makes the file it was told to.
 */
class ClassArchiveTest {
    @TempDir
    private Path folder;

    private Path jar;

    @BeforeEach
    void makeJdkAndJar() throws Exception {
        Files.createDirectories(folder.resolve("jdk/bin"));
        Files.createDirectory(folder.resolve("target"));
        jar = Files.writeString(folder.resolve("target/weir.jar"), "a jar");
        Files.setLastModifiedTime(jar, FileTime.from(Instant.now().minusSeconds(60)));
        script("javac", "exit 1");
        jdk("25.0.1", "for o; do case $o in -XX:*=*.archive*) echo classes >\"${o#*=}\" ;; esac; done");
    }

    private void jdk(String version, String archiving) throws IOException {
        Files.writeString(folder.resolve("jdk/release"), "JAVA_VERSION=\"" + version + "\"\n");
        script("java", "echo \"$@\" >>'" + folder.resolve("calls") + "'\n" + archiving);
    }

    private void script(String name, String text) throws IOException {
        Path file = Files.writeString(folder.resolve("jdk/bin").resolve(name), "#!/bin/sh\n" + text + "\n");
        assertThat(file.toFile().setExecutable(true)).isTrue();
    }

    private String options() throws Exception {
        return options("-Xmx9m");
    }

    /** The options for a JVM with this one, on one line. */
    private String options(String own) throws Exception {
        String command =
                "set -euo pipefail; source '" + Repository.ROOT.resolve("scripts/lib/java.sh") + "'; JAVA_HOME='"
                        + folder.resolve("jdk") + "'; source '" + Repository.ROOT.resolve("scripts/lib/archive.sh")
                        + "'; class_archive '" + jar + "' " + own
                        + "; echo \"${class_archive_options[@]+${class_archive_options[@]}}\"";
        Process process = new ProcessBuilder("bash", "-c", command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isZero();
        return output.strip();
    }

    /** Those that made an archive. */
    private List<String> calls() throws IOException {
        Path calls = folder.resolve("calls");
        return Files.exists(calls)
                ? Files.readAllLines(calls).stream()
                        .filter(call -> call.endsWith(" tour --once"))
                        .toList()
                : List.of();
    }

    private List<Path> archives() throws IOException {
        try (Stream<Path> files = Files.list(jar.getParent())) {
            return files.filter(file -> !file.equals(jar)).toList();
        }
    }

    @Test
    void firstStart_makesIt_laterOnesTakeIt() throws Exception {
        String options = options();
        assertThat(options).matches("-XX:AOTCache=\\S+/target/weir-\\d+\\.archive -Xlog:disable");
        assertThat(calls()).hasSize(1);
        assertThat(calls().getFirst()).startsWith("-Xmx9m ").endsWith("-jar " + jar + " tour --once");
        assertThat(options()).isEqualTo(options);
        assertThat(calls()).hasSize(1);
        assertThat(archives()).hasSize(1);
    }

    @Test
    void before25_itIsAnArchiveOfClasses() throws Exception {
        jdk("21.0.8", "for o; do case $o in -XX:*=*.archive*) echo classes >\"${o#*=}\" ;; esac; done");
        assertThat(options()).matches("-XX:SharedArchiveFile=\\S+ -Xlog:disable");
        assertThat(calls().getFirst()).contains("-XX:ArchiveClassesAtExit=");
    }

    @Test
    void anotherJdk_hasAnother_andSoHasANewJar() throws Exception {
        String of25 = options();
        jdk("26", "for o; do case $o in -XX:*=*.archive*) echo classes >\"${o#*=}\" ;; esac; done");
        assertThat(options()).isNotEqualTo(of25);
        assertThat(calls()).hasSize(2);
        Files.setLastModifiedTime(jar, FileTime.from(Instant.now().plusSeconds(60)));
        options();
        assertThat(calls()).hasSize(3);
    }

    @Test
    void cannotBeMade_isNotTriedAgainAndNothingIsPassed() throws Exception {
        jdk("25", "echo half >\"$(echo \"$@\" | sed 's/.*AOTCacheOutput=//; s/ .*//')\"; exit 134");
        assertThat(options()).isEmpty();
        assertThat(options()).isEmpty();
        assertThat(calls()).hasSize(1);
        assertThat(archives()).hasSize(1);
    }

    @Test
    void jvmDoesNotStartFromIt_isNotTriedAgainAndNothingIsPassed() throws Exception {
        jdk(
                "25",
                "case $* in *AOTCache=*) exit 1 ;; *) echo x >\"$(echo \"$@\" | sed 's/.*AOTCacheOutput=//; s/ .*//')\" ;; esac");
        assertThat(options()).isEmpty();
        assertThat(options()).isEmpty();
        assertThat(calls()).hasSize(1);
    }

    @Test
    void otherOptions_haveAnother() throws Exception {
        assertThat(options("-Xmx8m")).isNotEqualTo(options("-Xmx9m"));
        assertThat(calls()).hasSize(2);
        assertThat(archives()).hasSize(2);
    }

    @Test
    void newJar_endsTheArchivesOfTheOldOne() throws Exception {
        options("-Xmx8m");
        options("-Xmx7m");
        Files.setLastModifiedTime(jar, FileTime.from(Instant.now().plusSeconds(60)));
        options();
        assertThat(archives()).hasSize(1);
    }

    @Test
    void folderCannotBeWritten_startsWithout() throws Exception {
        Path elsewhere = Files.writeString(folder.resolve("file"), ""); // a folder that not even root can write
        jar = elsewhere.resolve("weir.jar");
        assertThat(options()).isEmpty();
        assertThat(calls()).isEmpty();
    }
}
