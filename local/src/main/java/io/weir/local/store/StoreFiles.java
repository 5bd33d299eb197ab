package io.weir.local.store;

import io.weir.local.files.Disk;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/** The store's files in the data folder, and how SQLite opens them. */
final class StoreFiles {
    static final String DATABASE = "weir.db";

    private StoreFiles() {}

    static void prepare(Path folder) throws IOException {
        // sqlite-jdbc unpacks its native library; a kill leaves it behind, so it goes where it is found and removed.
        Path unpacked = Disk.REAL.folder(folder.resolve("tmp"));
        empty(unpacked);
        System.setProperty("org.sqlite.tmpdir", unpacked.toString());
        closeToOthers(folder);
    }

    /** Held until the channel is closed. */
    static void lock(Path folder, Opened opened) throws IOException {
        Path file = folder.resolve("weir.lock");
        Disk.closeToOthers(file);
        FileChannel channel = opened.add(FileChannel.open(file, StandardOpenOption.WRITE));
        FileLock lock;
        try {
            lock = channel.tryLock();
        } catch (OverlappingFileLockException e) {
            lock = null;
        }
        if (lock == null) {
            throw new StoreException("the data folder " + folder + " is in use by another weir");
        }
    }

    /** Only of what was unpacked: whatever else lies there does no harm. */
    private static void empty(Path folder) throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "sqlite-*")) {
            for (Path file : files) {
                if (Files.isRegularFile(file)) {
                    Files.deleteIfExists(file);
                }
            }
        }
    }

    /** SQLite gives the files beside the database the rights of the database. */
    private static void closeToOthers(Path folder) throws IOException {
        Path file = folder.resolve(DATABASE);
        if (Files.isDirectory(file)) {
            throw new StoreException("cannot open " + file + ": it is a folder");
        }
        Disk.closeToOthers(file);
        for (String beside : List.of("-wal", "-shm")) {
            Path path = folder.resolve(DATABASE + beside);
            if (Files.exists(path)) {
                Disk.closeToOthers(path);
            }
        }
        Disk.REAL.sync(folder);
    }

    static Connection connect(String url, Opened opened) throws SQLException {
        Connection connection = opened.add(DriverManager.getConnection(url));
        try (Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA journal_mode = WAL");
            statement.execute("PRAGMA synchronous = FULL");
            statement.execute("PRAGMA busy_timeout = 5000");
            statement.execute("PRAGMA secure_delete = ON"); // what is purged must not lie on in a free page
            statement.execute("PRAGMA wal_autocheckpoint = 4000");
        }
        return connection;
    }

    /** SQLite knows no ADD COLUMN IF NOT EXISTS: a column that an earlier start added is no fault. */
    static void run(Sql writer, String statement) throws SQLException {
        try {
            writer.query(statement).update();
        } catch (SQLException e) {
            if (!String.valueOf(e.getMessage()).contains("duplicate column name")) {
                throw e;
            }
        }
    }
}
