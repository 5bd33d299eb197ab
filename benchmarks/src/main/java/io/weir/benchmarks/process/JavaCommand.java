package io.weir.benchmarks.process;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A class of ours in a process of its own. */
public final class JavaCommand {
    private JavaCommand() {}

    /** This Java, with our class path. */
    public static List<String> of(String main, String... options) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(options));
        command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "-cp", classPath(), main));
        return command;
    }

    /** Its entries are relative to the folder in which we were started. */
    private static String classPath() {
        return String.join(
                ":",
                List.of(System.getProperty("java.class.path").split(":")).stream()
                        .map(entry -> Path.of(entry).toAbsolutePath().toString())
                        .toList());
    }
}
