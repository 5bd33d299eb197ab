package io.weir.local.files;

import com.sun.jna.LastErrorException;
import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A file system under Linux, written as a whole by {@code syncfs}.
 *
 * @see <a href="https://man7.org/linux/man-pages/man2/syncfs.2.html">syncfs(2)</a>
 */
final class LinuxFileSystem implements KernelSync.Whole {
    /** Those of which it is known that the call waits for the disk, names and all. */
    private static final Set<String> KINDS = Set.of("ext3", "ext4", "xfs", "btrfs", "f2fs");

    private static final Pattern VERSION = Pattern.compile("(\\d+)\\.(\\d+).*");
    private static final int READ_ONLY = 0;

    /** The calls; the native half of JNA is unpacked and loaded when they are first needed. */
    private static final class Calls {
        static {
            Native.register(NativeLibrary.getProcess());
        }

        static native int open(String path, int flags) throws LastErrorException;

        static native int syncfs(int descriptor) throws LastErrorException;

        private Calls() {}
    }

    private final Path path;
    private final int descriptor;

    private LinuxFileSystem(Path path, int descriptor) {
        this.path = path;
        this.descriptor = descriptor;
    }

    /** The file system of a path; none where the call is unknown or says less than that all is on disk. */
    static Optional<KernelSync.Whole> find(Path path) {
        if (!reportsFaults(System.getProperty("os.name"), System.getProperty("os.version"))) {
            return Optional.empty();
        }
        try {
            Path folder = Files.isDirectory(path) ? path : path.toAbsolutePath().getParent();
            if (folder == null || !KINDS.contains(Files.getFileStore(folder).type())) {
                return Optional.empty();
            }
            return Optional.of(new LinuxFileSystem(folder, Calls.open(folder.toString(), READ_ONLY)));
        } catch (IOException | LastErrorException | LinkageError e) {
            return Optional.empty(); // nowhere to unpack a library to, for one: then files are forced one by one
        }
    }

    /** Before 5.8 the call did not say that something could not be written. */
    static boolean reportsFaults(String system, String version) {
        Matcher parts = VERSION.matcher(version);
        if (!system.equals("Linux") || !parts.matches()) {
            return false;
        }
        int major = Integer.parseInt(parts.group(1));
        return major > 5 || (major == 5 && Integer.parseInt(parts.group(2)) >= 8);
    }

    @Override
    public void sync() throws IOException {
        try {
            Calls.syncfs(descriptor);
        } catch (LastErrorException e) {
            throw new IOException("the file system of " + path + " cannot be written: " + e.getMessage(), e);
        }
    }
}
