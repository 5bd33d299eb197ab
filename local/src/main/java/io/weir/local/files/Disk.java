package io.weir.local.files;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;

/**
 * Files and folders that survive a power cut: when a call returns, the bytes and the names are on disk. Both are for the
 * owner alone. Thread-safe.
 */
public final class Disk {
    /** Waits until a file, or the names in a folder, are on disk. */
    @FunctionalInterface
    interface Sync {
        void force(Path path) throws IOException;
    }

    public static final Disk REAL =
            new Disk(new SharedFlush(new KernelSync(Disk::force, LinuxFileSystem::find, System::nanoTime)));

    private static final Set<StandardOpenOption> NEW = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    private static final Set<PosixFilePermission> FILE = PosixFilePermissions.fromString("rw-------");
    private static final Set<PosixFilePermission> FOLDER = PosixFilePermissions.fromString("rwx------");

    private final SharedFlush flush;
    private final ReentrantLock making = new ReentrantLock();

    Disk(SharedFlush flush) {
        this.flush = flush;
    }

    Disk(Sync sync) {
        this(new SharedFlush(paths -> {
            for (Path path : paths) {
                sync.force(path);
            }
        }));
    }

    /** Makes a folder, and those above it, unless they are there; what it makes is for the owner alone. */
    public Path folder(Path path) throws IOException {
        making.lock(); // nobody uses a folder that another thread has made and not yet synced
        try {
            make(path.toAbsolutePath());
        } finally {
            making.unlock();
        }
        return path;
    }

    private void make(Path path) throws IOException {
        if (Files.isDirectory(path)) {
            return;
        }
        Path parent = Objects.requireNonNull(path.getParent()); // the root is a folder
        make(parent);
        int mark = flush.mark();
        try {
            Files.createDirectory(path, ownerOnly(path, FOLDER));
        } catch (FileAlreadyExistsException e) {
            if (!Files.isDirectory(path)) {
                throw new IOException("cannot use the folder " + path + ": it is a file", e);
            }
        }
        try {
            flush.force(parent, mark);
        } catch (IOException e) {
            Files.deleteIfExists(path); // or the next would take it for one that is on disk
            throw e;
        }
    }

    /**
     * A secret of random bytes, as hex digits. A file that holds something stays; an empty one is what a first start left that
     * was broken off.
     */
    public void secret(Path file, int bytes) throws IOException {
        if (!Files.exists(file) || (Files.isRegularFile(file) && Files.size(file) == 0)) {
            byte[] random = new byte[bytes];
            new SecureRandom().nextBytes(random);
            place(file, HexFormat.of().formatHex(random).getBytes(StandardCharsets.US_ASCII));
        }
        closeToOthers(file);
    }

    /** Makes or replaces a file: it is there whole, or as it was. */
    public void place(Path file, byte[] bytes) throws IOException {
        Path part = file.resolveSibling(file.getFileName() + ".part");
        Files.deleteIfExists(part); // of an earlier process
        write(part, bytes);
        int mark = flush.mark();
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        sync(Objects.requireNonNull(file.toAbsolutePath().getParent()), mark);
    }

    /** Makes a file that must not be there. Its name is not on disk before its folder is synced. */
    void write(Path file, byte[] bytes) throws IOException {
        int mark = flush.mark();
        try (FileChannel channel = create(file)) {
            ByteBuffer buffer = ByteBuffer.wrap(bytes);
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
        } catch (FileAlreadyExistsException e) {
            throw e; // it is another's
        } catch (IOException e) {
            Files.deleteIfExists(file);
            throw e;
        }
        try {
            flush.force(file, mark);
        } catch (IOException e) {
            Files.deleteIfExists(file);
            throw e;
        }
    }

    /** To be taken before something is written that {@link #sync(Path, int)} is to put on disk. */
    int mark() {
        return flush.mark();
    }

    /**
     * A new name is on disk once its folder is; bytes are, once their file is.
     *
     * @param mark as of before they were written: a flush that failed since may have lost them
     */
    void sync(Path path, int mark) throws IOException {
        flush.force(path, mark);
    }

    /** Makes an empty file that must not be there, and opens it. Nothing of it is on disk before it is synced. */
    FileChannel create(Path file) throws IOException {
        return FileChannel.open(file, NEW, ownerOnly(file, FILE));
    }

    /** A new name is on disk once its folder is. */
    public void sync(Path folder) throws IOException {
        flush.force(folder, flush.mark());
    }

    private static void force(Path path) throws IOException {
        StandardOpenOption mode = Files.isDirectory(path) ? StandardOpenOption.READ : StandardOpenOption.WRITE;
        try (FileChannel channel = FileChannel.open(path, mode)) {
            channel.force(true);
        }
    }

    /**
     * Makes the data folder unless it is there, for the owner alone. One that is there is closed to others too, if it is
     * empty or a data folder already; a folder in which everybody may write, such as /tmp, stays as it is.
     *
     * @param own name of a file that only a data folder has
     */
    public void dataFolder(Path path, String own) throws IOException {
        boolean isOurs = !Files.exists(path) || isEmpty(path) || Files.exists(path.resolve(own));
        folder(path);
        if (isOurs
                && isPosix(path)
                && !Files.getPosixFilePermissions(path).contains(PosixFilePermission.OTHERS_WRITE)) {
            Files.setPosixFilePermissions(path, FOLDER);
        }
    }

    private static boolean isEmpty(Path path) throws IOException {
        if (!Files.isDirectory(path)) {
            return false;
        }
        try (Stream<Path> files = Files.list(path)) {
            return files.findAny().isEmpty();
        }
    }

    /** Makes an empty file unless it is there, and closes it to all but the owner. */
    public static void closeToOthers(Path file) throws IOException {
        if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            Files.createFile(file, ownerOnly(file, FILE));
        }
        if (Files.isRegularFile(file) && isPosix(file)) {
            Files.setPosixFilePermissions(file, FILE);
        }
    }

    /** What went wrong and where, as a sentence: some faults of the JDK say nothing but the name of the file. */
    public static String why(IOException fault) {
        String message = String.valueOf(fault.getMessage());
        return switch (fault) {
            case AccessDeniedException e -> message + ": permission denied";
            case NoSuchFileException e -> message + ": is missing";
            case FileAlreadyExistsException e -> message + ": is there already";
            case NotDirectoryException e -> message + ": is no folder";
            default -> message;
        };
    }

    private static FileAttribute<?>[] ownerOnly(Path path, Set<PosixFilePermission> rights) {
        return isPosix(Objects.requireNonNull(path.toAbsolutePath().getParent()))
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(rights)}
                : new FileAttribute<?>[0];
    }

    private static boolean isPosix(Path path) {
        return Files.getFileAttributeView(path, PosixFileAttributeView.class) != null;
    }
}
