package io.weir.benchmarks.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Counts how often a process has a disk flushed: by {@code strace}, which slows it down. */
public final class Flushes {
    private static final Pattern CALLS = Pattern.compile(
            "(?m)^\\s*[0-9.]+\\s+[0-9.]+\\s+[0-9]+\\s+([0-9]+)(?:\\s+[0-9]+)?\\s+(fsync|fdatasync|syncfs|sync)$");

    private Flushes() {}

    /** Whether there is a tracer on the path. */
    public static boolean isHere() {
        String path = System.getenv().getOrDefault("PATH", "");
        return List.of(path.split(":")).stream()
                .anyMatch(folder -> Files.isExecutable(Path.of(folder.isEmpty() ? "." : folder, "strace")));
    }

    /** What comes before a command so that its calls are counted into a file when it ends. */
    public static List<String> tracer(Path counts) {
        return List.of(
                "strace",
                "-f",
                "--seccomp-bpf",
                "-qq",
                "-c",
                "-e",
                "trace=fsync,fdatasync,syncfs,sync",
                "-e",
                "signal=none",
                "-o",
                counts.toString());
    }

    /** The calls that were counted. */
    public static long in(Path counts) throws IOException {
        return in(Files.readString(counts));
    }

    static long in(String counts) {
        Matcher matcher = CALLS.matcher(counts);
        long calls = 0;
        while (matcher.find()) {
            calls += Long.parseLong(matcher.group(1));
        }
        return calls;
    }
}
