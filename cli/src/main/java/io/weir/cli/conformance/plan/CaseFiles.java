package io.weir.cli.conformance.plan;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** The files of the cases, which are packed beside this class. */
final class CaseFiles {
    private static final String FOLDER = "io/weir/cli/conformance/cases/";
    private static final String JSON = ".json";

    private CaseFiles() {}

    /** All of them, by {@code folder/id}, in order. */
    static Map<String, byte[]> all() {
        try {
            Path origin = Path.of(CaseFiles.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            return Files.isDirectory(origin) ? inFolder(origin.resolve(FOLDER)) : inJar(origin);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Map<String, byte[]> inFolder(Path folder) throws IOException {
        Map<String, byte[]> files = new TreeMap<>();
        try (Stream<Path> paths = Files.walk(folder)) {
            List<Path> found =
                    paths.filter(path -> path.toString().endsWith(JSON)).toList();
            for (Path path : found) {
                files.put(name(folder.relativize(path).toString().replace('\\', '/')), Files.readAllBytes(path));
            }
        }
        return files;
    }

    private static Map<String, byte[]> inJar(Path jar) throws IOException {
        Map<String, byte[]> files = new TreeMap<>();
        try (ZipFile zip = new ZipFile(jar.toFile())) {
            List<? extends ZipEntry> found = zip.stream()
                    .filter(entry -> entry.getName().startsWith(FOLDER)
                            && entry.getName().endsWith(JSON))
                    .toList();
            for (ZipEntry entry : found) {
                try (InputStream content = zip.getInputStream(entry)) {
                    files.put(name(entry.getName().substring(FOLDER.length())), content.readAllBytes());
                }
            }
        }
        return files;
    }

    private static String name(String file) {
        return file.substring(0, file.length() - JSON.length());
    }
}
