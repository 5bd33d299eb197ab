package io.weir.operations.remote;

import io.weir.json.Json;
import io.weir.json.JsonException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The file in the data folder that says where a running weir can be asked, and by which token. For the owner alone.
 */
public final class AdminFile implements AutoCloseable {
    /** Its name in the data folder. */
    public static final String NAME = "admin.json";

    private final Path file;
    private final String content;

    private AdminFile(Path file, String content) {
        this.file = file;
        this.content = content;
    }

    /** What the file says. */
    record Admin(String url, String token) {}

    /**
     * Writes the file: it is there whole or not at all, and readable by nobody else at any time. One that an earlier process
     * left is replaced.
     *
     * @param data the data folder
     * @param url where the console listens
     */
    public static AdminFile write(Path data, URI url, String token, String version) throws IOException {
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        members.put("url", url.toString());
        members.put("token", token);
        members.put("pid", ProcessHandle.current().pid());
        members.put("version", version);
        String content = Json.write(members);
        Path file = data.resolve(NAME);
        Path part = data.resolve(NAME + ".part");
        Files.deleteIfExists(part);
        Files.createFile(part, ownerOnly(data));
        Files.writeString(part, content);
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        return new AdminFile(file, content);
    }

    private static FileAttribute<?>[] ownerOnly(Path folder) throws IOException {
        boolean isPosix = Files.getFileStore(folder).supportsFileAttributeView("posix");
        return isPosix
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
    }

    /**
     * The operations of the weir that runs on a data folder.
     *
     * @return null if there is no file, or if what it names does not answer as weir with this token
     * @throws IOException if there is a file that cannot be read
     */
    public static @Nullable RemoteOperations find(Path data) throws IOException {
        Admin admin;
        try {
            String text = Files.readString(data.resolve(NAME));
            admin = OperationsJson.read(Admin.class, Json.read(text));
        } catch (NoSuchFileException e) {
            return null;
        } catch (JsonException e) {
            throw new IOException(data.resolve(NAME) + " is not one of weir: " + e.getMessage(), e);
        }
        try {
            return RemoteOperations.connect(URI.create(admin.url()), admin.token());
        } catch (IOException e) {
            return null; // of a process that ended without a chance to delete it
        } catch (IllegalArgumentException e) {
            throw new IOException(data.resolve(NAME) + " has no URL", e);
        }
    }

    /** Deletes the file, unless another process wrote its own meanwhile. */
    @Override
    public void close() throws IOException {
        try {
            if (Files.readString(file).equals(content)) {
                Files.delete(file);
            }
        } catch (NoSuchFileException e) {
            // somebody deleted it
        }
    }
}
