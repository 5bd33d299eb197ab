package io.weir.local.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When files are forced one by one, and when their file system as a whole. */
class KernelSyncTest {
    @TempDir
    private Path folder;

    private final List<String> forced = new CopyOnWriteArrayList<>();
    private final Set<Path> few = new LinkedHashSet<>();
    private final Set<Path> many = new LinkedHashSet<>();
    private long now = 5;
    private Duration takes = Duration.ofMillis(2);
    private boolean broken;

    private final Disk.Sync each = path -> {
        if (!Files.exists(path)) {
            throw new NoSuchFileException(path.toString());
        }
        if (broken && path.endsWith("1")) {
            throw new IOException("file 1 is lost");
        }
        forced.add(path.getFileName().toString());
    };
    private final KernelSync.Whole whole = () -> {
        if (broken) {
            throw new IOException("all is lost");
        }
        forced.add("all");
        now += takes.toNanos();
    };
    private final KernelSync sync = new KernelSync(each, path -> Optional.of(whole), () -> now);
    private final KernelSync withoutCall = new KernelSync(each, path -> Optional.empty(), () -> now);

    @BeforeEach
    void write() throws IOException {
        for (int i = 0; i < KernelSync.MANY; i++) {
            many.add(Files.writeString(folder.resolve(String.valueOf(i)), "x"));
        }
        few.addAll(List.copyOf(many).subList(0, KernelSync.MANY - 1));
    }

    @Test
    void force_few_areForcedOneByOne() throws Exception {
        sync.force(few);
        assertThat(forced).containsExactly("0", "1", "2");
    }

    @Test
    void force_many_areForcedByOneCall() throws Exception {
        sync.force(many);
        assertThat(forced).containsExactly("all");
    }

    @Test
    void force_manyWhereThereIsNoSuchCall_areForcedOneByOne() throws Exception {
        withoutCall.force(many);
        assertThat(forced).containsExactlyInAnyOrder("0", "1", "2", "3");
    }

    @Test
    void force_callThatTookLong_isLeftAloneForAWhile() throws Exception {
        takes = KernelSync.LONG.plusMillis(1);
        sync.force(many);
        now += KernelSync.PAUSE.toNanos() - 1;
        sync.force(many);
        assertThat(forced).hasSize(1 + KernelSync.MANY);
        now += 1;
        sync.force(many);
        assertThat(forced).hasSize(2 + KernelSync.MANY).last().isEqualTo("all");
    }

    @Test
    void force_fault_isTold() {
        broken = true;
        assertThatThrownBy(() -> sync.force(few))
                .isInstanceOf(IOException.class)
                .hasMessage("file 1 is lost");
        assertThatThrownBy(() -> sync.force(many))
                .isInstanceOf(IOException.class)
                .hasMessage("all is lost");
        forced.clear();
        assertThatThrownBy(() -> withoutCall.force(many))
                .isInstanceOf(IOException.class)
                .hasMessage("file 1 is lost");
        assertThat(forced).containsExactlyInAnyOrder("0", "2", "3");
    }

    @Test
    void force_fileThatWasRemovedMeanwhile_isPassedOver() throws Exception {
        Files.delete(folder.resolve("2"));
        sync.force(few);
        withoutCall.force(many);
        sync.force(many);
        assertThat(forced).hasSize(8).doesNotContain("2", "all");
    }

    @ParameterizedTest
    @CsvSource({
        "Linux, 6.18.44-x, true",
        "Linux, 5.8.0, true",
        "Linux, 5.7.19, false",
        "Linux, 4.18.0-553.el8, false",
        "Linux, ?, false",
        "Mac OS X, 14.5, false",
        "Windows 11, 10.0, false"
    })
    void reportsFaults_systems_onlyThoseThatSay(String system, String version, boolean expected) {
        assertThat(LinuxFileSystem.reportsFaults(system, version)).isEqualTo(expected);
    }

    @Test
    void find_fileSystemOfThisMachine_canBeWrittenIfItIsKnown() throws Exception {
        Optional<KernelSync.Whole> found = LinuxFileSystem.find(folder);
        boolean known = LinuxFileSystem.reportsFaults(System.getProperty("os.name"), System.getProperty("os.version"))
                && Set.of("ext4", "xfs", "btrfs")
                        .contains(Files.getFileStore(folder).type());
        assertThat(found.isPresent() || !known).isTrue();
        assertThatCode(() -> {
                    if (found.isPresent()) {
                        found.get().sync();
                    }
                })
                .doesNotThrowAnyException();
    }
}
