package io.weir.benchmarks.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What Linux says about a process. Elsewhere {@link #isHere()} is false and nothing can be asked. */
public record Proc(Path folder) {
    /** What the kernel calls USER_HZ; it is 100 wherever Java runs on Linux. */
    private static final double TICKS_A_SECOND = 100;

    /** The process of this id. */
    public static Proc of(long pid) {
        return new Proc(Path.of("/proc", Long.toString(pid)));
    }

    /** Whether this machine has such files. */
    public static boolean isHere() {
        return Files.isReadable(Path.of("/proc/self/io"));
    }

    /** Seconds of processor it has used, its own and the kernel's for it. */
    public double cpuSeconds() throws IOException {
        return cpuSeconds(Files.readString(folder.resolve("stat")));
    }

    /** The name of a process stands in brackets and may have spaces and brackets in it. */
    static double cpuSeconds(String stat) {
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / TICKS_A_SECOND;
    }

    /** Bytes that it caused to be written to the disk. */
    public long writtenBytes() throws IOException {
        return number(Files.readString(folder.resolve("io")), "write_bytes");
    }

    /** Megabytes that are in memory now. */
    public double residentMegabytes() throws IOException {
        return number(Files.readString(folder.resolve("status")), "VmRSS") / 1024.0;
    }

    /** The most megabytes that ever were in memory. */
    public double peakMegabytes() throws IOException {
        return number(Files.readString(folder.resolve("status")), "VmHWM") / 1024.0;
    }

    static long number(String text, String name) throws IOException {
        Matcher matcher = Pattern.compile("(?m)^" + name + ":\\s*([0-9]+)").matcher(text);
        if (!matcher.find()) {
            throw new IOException("the kernel does not say " + name);
        }
        return Long.parseLong(matcher.group(1));
    }
}
