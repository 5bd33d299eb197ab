package io.weir.cli.check;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Looks at the data folder: whether it can be written, who else may read it, how much room there is. */
final class FolderCheck {
    private static final String ALL = "-";
    private static final long LITTLE = 1L << 30;

    /** Bodies that were archived may be many; what was looked at tells enough. */
    private static final int MAX_FILES = 20_000;

    private FolderCheck() {}

    static List<Finding> of(Path folder) {
        String place = "data folder " + folder;
        if (!Files.exists(folder)) {
            return List.of(Finding.ok(ALL, place + ": is not there yet; weir run makes it"));
        }
        if (!Files.isDirectory(folder)) {
            return List.of(Finding.error(ALL, place + ": is a file"));
        }
        List<Finding> findings = new ArrayList<>();
        if (!Files.isWritable(folder)) {
            findings.add(Finding.error(ALL, place + ": permission denied, it cannot be written"));
        }
        try {
            room(folder, place, findings);
            rights(folder, place, findings);
        } catch (IOException e) {
            findings.add(Finding.error(ALL, place + ": cannot be read: " + e.getMessage()));
        }
        if (findings.isEmpty()) {
            findings.add(Finding.ok(ALL, place + ": for the owner alone, and has room"));
        }
        return findings;
    }

    private static void room(Path folder, String place, List<Finding> findings) throws IOException {
        FileStore store = Files.getFileStore(folder);
        long free = store.getUsableSpace();
        if (free == 0) {
            findings.add(Finding.error(ALL, place + ": the disk is full: the door answers 503"));
        } else if (free < LITTLE) {
            findings.add(Finding.warning(ALL, place + ": only " + (free >> 20) + " MiB are free"));
        }
    }

    private static void rights(Path folder, String place, List<Finding> findings) throws IOException {
        if (Files.getFileAttributeView(folder, PosixFileAttributeView.class) == null) {
            return;
        }
        if (isOpen(folder)) {
            findings.add(Finding.warning(ALL, place + ": others may enter it; chmod 700 " + folder));
            return; // what lies in a closed folder nobody else reaches
        }
        List<Path> open = openFiles(folder);
        if (!open.isEmpty()) {
            findings.add(Finding.warning(
                    ALL,
                    place + ": others may read " + folder.relativize(open.getFirst())
                            + (open.size() == 1 ? "" : " and " + (open.size() - 1) + " more files")
                            + " once the folder is opened; chmod -R go= " + folder));
        }
    }

    private static List<Path> openFiles(Path folder) throws IOException {
        List<Path> open = new ArrayList<>();
        int[] count = {0};
        Path unpacked = folder.resolve("tmp"); // SQLite's library, which is no secret
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path each, BasicFileAttributes attributes) {
                return each.equals(unpacked) ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                if (attributes.isRegularFile() && isOpen(file)) {
                    open.add(file);
                }
                return ++count[0] < MAX_FILES ? FileVisitResult.CONTINUE : FileVisitResult.TERMINATE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException fault) {
                return FileVisitResult.CONTINUE; // gone meanwhile
            }
        });
        return open;
    }

    private static boolean isOpen(Path path) throws IOException {
        Set<PosixFilePermission> rights = Files.getPosixFilePermissions(path);
        return rights.stream().anyMatch(right -> !right.name().startsWith("OWNER"));
    }
}
