package io.weir.cli.input;

import io.weir.config.ConfigurationException;
import io.weir.envelope.Utf8;
import io.weir.envelope.source.Source;
import io.weir.envelope.source.Sources;
import io.weir.json.Json;
import io.weir.local.files.Disk;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The file with the sources. */
public final class SourcesFile {
    private static final String NAME = "sources.json";

    private SourcesFile() {}

    /** Reads the file that was named, or the samples of the data folder, which are made at the first start. */
    public static Sources read(@Nullable Path file, Path data) throws IOException {
        return parse(file == null ? samples(data) : file);
    }

    /** Reads the file that was named, or that of the data folder; makes none. */
    public static Sources existing(@Nullable Path file, Path data) throws IOException {
        return parse(place(file, data));
    }

    /** Where the sources are: the file that was named, or that of the data folder. */
    public static Path place(@Nullable Path file, Path data) {
        return file == null ? data.resolve(NAME) : file;
    }

    private static Sources parse(Path file) throws IOException {
        String text = Utf8.decode(InputFiles.bytes(file));
        if (text == null) {
            throw new ConfigurationException(file + ": not written in UTF-8");
        }
        return Sources.parse(file.toString(), text);
    }

    /**
     * The source of a name, from the file that was named or that of the data folder.
     *
     * @throws ConfigurationException if there is none, naming those that there are
     */
    public static Source source(String name, @Nullable Path file, Path data) throws IOException {
        Sources sources = existing(file, data);
        Source source = sources.find(name);
        if (source == null) {
            throw new ConfigurationException(place(file, data) + ": no source " + name + ", only "
                    + sources.all().stream().map(Source::name).collect(Collectors.joining(", ")));
        }
        return source;
    }

    /** Where the secret of a sample source lies. */
    public static Path secret(Path data, String source) {
        return data.resolve("secrets").resolve(source);
    }

    private static Path samples(Path data) throws IOException {
        Path file = data.resolve(NAME);
        if (Files.exists(file) && !isEmpty(file)) {
            return file;
        }
        Disk.REAL.place(file, Json.write(SampleSources.made(data)).getBytes(StandardCharsets.UTF_8));
        return file;
    }

    private static boolean isEmpty(Path file) throws IOException {
        return Files.isRegularFile(file) && Files.size(file) == 0;
    }
}
