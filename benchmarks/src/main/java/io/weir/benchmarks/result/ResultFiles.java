package io.weir.benchmarks.result;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The folder of results, a file a benchmark. */
public record ResultFiles(Path folder) {
    /** What the file of a reason why a goal was missed is called; it is written by hand. */
    public static final String NOTES = "notes.json";

    /** Replaces what an earlier run found. */
    public void write(Result result) throws IOException {
        Files.createDirectories(folder);
        Path part = Files.writeString(folder.resolve(result.name() + ".part"), result.toJson());
        Files.move(part, file(result.name()), StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }

    /** What was found last, if it is there. */
    public Optional<Result> read(String name) throws IOException {
        Path file = file(name);
        return Files.exists(file)
                ? Optional.of(Result.parse(file.getFileName().toString(), Files.readString(file)))
                : Optional.empty();
    }

    /** All of them, by name. */
    public List<Result> all() throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of(); // Git keeps no empty folder
        }
        List<Path> files;
        try (Stream<Path> entries = Files.list(folder)) {
            files = entries.filter(file -> file.toString().endsWith(".json"))
                    .filter(file -> !file.endsWith(NOTES))
                    .sorted()
                    .toList();
        }
        ArrayList<Result> all = new ArrayList<>();
        for (Path file : files) {
            all.add(Result.parse(file.getFileName().toString(), Files.readString(file)));
        }
        return all;
    }

    private Path file(String name) {
        return folder.resolve(name + ".json");
    }
}
