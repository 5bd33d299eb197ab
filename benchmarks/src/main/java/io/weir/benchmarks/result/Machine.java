package io.weir.benchmarks.result;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What was measured on: nothing that names it. */
public record Machine(int cores, String cpu, long memoryMegabytes, String jdk, String kernel, String fileSystem) {
    private static final Pattern MODEL = Pattern.compile("(?m)^model name\\s*:\\s*(.+)$");
    private static final Pattern MEMORY = Pattern.compile("(?m)^MemTotal:\\s*([0-9]+) kB$");

    /**
     * This machine.
     *
     * @param folder where data lies
     */
    public static Machine here(Path folder) throws IOException {
        return new Machine(
                Runtime.getRuntime().availableProcessors(),
                find(MODEL, "/proc/cpuinfo", System.getProperty("os.arch")),
                Long.parseLong(find(MEMORY, "/proc/meminfo", "0")) / 1024,
                System.getProperty("java.vm.vendor") + " " + System.getProperty("java.vm.version"),
                System.getProperty("os.name") + " " + System.getProperty("os.version"),
                Files.getFileStore(folder).type());
    }

    private static String find(Pattern pattern, String file, String otherwise) throws IOException {
        Path path = Path.of(file);
        if (!Files.isReadable(path)) {
            return otherwise;
        }
        Matcher matcher = pattern.matcher(Files.readString(path));
        return matcher.find() ? matcher.group(1).strip() : otherwise;
    }

    /** Processes that ran or waited for a disk in the last minute, on average; -1 where nobody says. */
    public static double load() throws IOException {
        Path file = Path.of("/proc/loadavg");
        return Files.isReadable(file)
                ? Double.parseDouble(Files.readString(file).split(" ", 2)[0])
                : -1;
    }

    Map<String, Object> toTree() {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("cores", cores);
        tree.put("cpu", cpu);
        tree.put("memoryMegabytes", memoryMegabytes);
        tree.put("jdk", jdk);
        tree.put("kernel", kernel);
        tree.put("fileSystem", fileSystem);
        return tree;
    }

    static Machine of(Tree tree) {
        return new Machine(
                (int) tree.number("cores"),
                tree.text("cpu"),
                (long) tree.number("memoryMegabytes"),
                tree.text("jdk"),
                tree.text("kernel"),
                tree.text("fileSystem"));
    }
}
