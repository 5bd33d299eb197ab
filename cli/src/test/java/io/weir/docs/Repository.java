package io.weir.docs;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/** The files of this repository: what is built, downloaded or written by a run is none of them. */
final class Repository {
    /** Tests run in the folder of their module. */
    static final Path ROOT = rootAbove(Path.of("").toAbsolutePath());

    private static final Set<String> NOT_OURS = Set.of("target", "node_modules", "__pycache__");

    private Repository() {}

    private static Path rootAbove(Path folder) {
        Path root = folder;
        while (!Files.exists(root.resolve("CONTRIBUTING.md"))) {
            root = root.getParent();
            if (root == null) {
                throw new IllegalStateException("no folder above " + folder + " has a CONTRIBUTING.md");
            }
        }
        return root;
    }

    static List<Path> files(Predicate<String> name) throws IOException {
        List<Path> files = new ArrayList<>();
        Files.walkFileTree(ROOT, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
                String of = folder.getFileName().toString();
                boolean hidden = of.startsWith(".") && !of.equals(".github");
                return !folder.equals(ROOT) && (hidden || NOT_OURS.contains(of))
                        ? FileVisitResult.SKIP_SUBTREE
                        : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                if (name.test(file.getFileName().toString())) {
                    files.add(file);
                }
                return FileVisitResult.CONTINUE;
            }
        });
        files.sort(null);
        return files;
    }
}
