package io.weir.benchmarks.peer;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Programs of this machine. */
final class Tools {
    private Tools() {}

    /** Where a program of the path is. */
    static Optional<Path> find(String name) {
        return List.of(System.getenv().getOrDefault("PATH", "").split(":")).stream()
                .filter(folder -> !folder.isEmpty())
                .map(folder -> Path.of(folder, name))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** The program that a variable names. */
    static Optional<Path> named(String variable) {
        return Optional.ofNullable(System.getenv(variable))
                .filter(name -> !name.isBlank())
                .map(Path::of)
                .filter(Files::isExecutable);
    }

    /** The first line that a command prints. */
    static String firstLine(String... command) throws IOException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        try (var output = process.inputReader(UTF_8)) {
            String line = output.readLine();
            return line == null ? "" : line.strip();
        } finally {
            process.destroy();
        }
    }
}
