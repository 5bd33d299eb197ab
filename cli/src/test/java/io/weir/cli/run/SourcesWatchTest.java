package io.weir.cli.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.weir.config.ConfigurationException;
import io.weir.envelope.source.Source;
import io.weir.envelope.source.Sources;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SourcesWatchTest {
    @TempDir
    private Path folder;

    private Path file;
    private final List<String> said = new CopyOnWriteArrayList<>();
    private final List<String> taken = new CopyOnWriteArrayList<>();
    private SourcesWatch watch;

    @BeforeEach
    void open() throws Exception {
        file = write("one");
        watch = new SourcesWatch(file, this::take, said::add);
    }

    private Path write(String source) throws Exception {
        return Files.writeString(
                folder.resolve("sources.json"),
                "{\"%s\":{\"scheme\":\"github\",\"secret\":\"env:X\"}}".formatted(source));
    }

    private void take(Sources sources) {
        String name = sources.all().stream().map(Source::name).findFirst().orElseThrow();
        if (name.equals("refused")) {
            throw new ConfigurationException("no action of this name");
        }
        taken.add(name);
    }

    private void lookTwice() {
        watch.look();
        watch.look();
    }

    @Test
    void fileThatDoesNotChange_isNotRead() {
        lookTwice();
        assertThat(taken).isEmpty();
        assertThat(said).isEmpty();
    }

    @Test
    void badFile_isSaidOnce_andWhatWasThereStays() throws Exception {
        Files.writeString(file, "{\"two\":");
        lookTwice();
        lookTwice();
        assertThat(taken).isEmpty();
        assertThat(said).hasSize(1);
        assertThat(said.getFirst()).startsWith(file + ": not strict JSON").endsWith("; the sources stay as they were");
    }

    @Test
    void sourcesThatCannotBeTaken_areSaid() throws Exception {
        write("refused");
        lookTwice();
        assertThat(said).containsExactly("no action of this name; the sources stay as they were");
    }

    @Test
    void fileThatIsGone_isWaitedFor() throws Exception {
        Files.delete(file);
        lookTwice();
        assertThat(said).isEmpty();
        write("another");
        lookTwice();
        assertThat(taken).containsExactly("another");
    }

    @Test
    void fileThatStillChanges_isNotRead() throws Exception {
        write("half");
        watch.look();
        write("whole-now");
        watch.look();
        assertThat(taken).isEmpty();
        watch.look();
        assertThat(taken).containsExactly("whole-now");
    }

    @Test
    void sameSizeAndAnotherTime_isAChange() throws Exception {
        write("two");
        Files.setLastModifiedTime(file, FileTime.fromMillis(1_000));
        lookTwice();
        assertThat(taken).containsExactly("two");
        assertThat(said).containsExactly("sources read anew from " + file);
    }

    @Test
    void read_whenTold_readsWhatDidNotChange() {
        watch.read();
        assertThat(taken).containsExactly("one");
        lookTwice();
        assertThat(taken).hasSize(1);
    }

    @Test
    void start_looksByItself() throws Exception {
        try (SourcesWatch started = watch) {
            started.start();
            write("later");
            await().untilAsserted(() -> assertThat(taken).containsExactly("later"));
        }
    }
}
