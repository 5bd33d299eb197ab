package io.weir.cli.text;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The terminal of this process. The JDK tells only whether standard input and output are both one, and since version 22 not
 * even that, so the operating system is asked about each.
 */
public final class SystemTerminal implements Terminal {
    private static final int DEFAULT_WIDTH = 120;
    private static final int NARROWEST = 40;

    private final Map<String, String> environment;

    /** @param environment of the process */
    public SystemTerminal(Map<String, String> environment) {
        this.environment = environment;
    }

    @Override
    public boolean isInput() {
        return isTerminal(0);
    }

    @Override
    public boolean isOutput() {
        return isTerminal(1);
    }

    @Override
    public boolean isError() {
        return isTerminal(2);
    }

    private static boolean isTerminal(int descriptor) {
        Path link = Path.of("/proc/self/fd/" + descriptor);
        if (Files.isSymbolicLink(link)) {
            try {
                String file = Files.readSymbolicLink(link).toString();
                return file.startsWith("/dev/pts/") || file.startsWith("/dev/tty") || file.equals("/dev/console");
            } catch (IOException e) {
                return false;
            }
        }
        return run(new ProcessBuilder("test", "-t", Integer.toString(descriptor)).inheritIO()) != null;
    }

    /** What a program says, or null if it cannot be run or says no. */
    private static @Nullable String run(ProcessBuilder program) {
        try {
            Process process = program.start();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
            return process.waitFor() == 0 ? said : null;
        } catch (IOException e) {
            return null; // no such program, as on Windows
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return null;
        }
    }

    @Override
    public int width() {
        int columns = number(environment.getOrDefault("COLUMNS", ""));
        if (columns == 0 && isInput()) {
            String size = run(new ProcessBuilder("stty", "size").redirectInput(ProcessBuilder.Redirect.INHERIT));
            columns = size == null ? 0 : number(size.strip().replaceFirst(".* ", ""));
        }
        return columns == 0 ? DEFAULT_WIDTH : Math.max(columns, NARROWEST);
    }

    private static int number(String text) {
        return text.matches("[0-9]{1,5}") ? Integer.parseInt(text) : 0;
    }

    @Override
    public @Nullable String readLine() {
        try {
            return new BufferedReader(new InputStreamReader(System.in, Charset.defaultCharset())).readLine();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
