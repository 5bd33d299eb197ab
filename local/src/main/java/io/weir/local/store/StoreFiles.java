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
import java.util.Properties;

/** The store's files in the data folder, and how SQLite opens them. */
final class StoreFiles {
    static final String DATABASE = "weir.db";

    private StoreFiles() {}

    static void prepare(Path folder) throws IOException {
        // sqlite-jdbc and JNA unpack a native library; a kill leaves it behind, so it goes where it is found and
        // removed.
        Path unpacked = Disk.REAL.folder(folder.resolve("tmp"));
        empty(unpacked);
        System.setProperty("org.sqlite.tmpdir", unpacked.toString());
        System.setProperty("jna.tmpdir", unpacked.toString());
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
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "{sqlite-,jna}*")) {
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

    /** The log is flushed by {@link LogFlush} and copied by {@link Checkpoints}, so SQLite does neither by itself. */
    static Connection connect(String url, Opened opened) throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("jdbc.get_generated_keys", "false"); // or the driver asks for them after each change
        Connection connection = opened.add(DriverManager.getConnection(url, properties));
        try (Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA journal_mode = WAL");
            statement.execute("PRAGMA synchronous = NORMAL");
            statement.execute("PRAGMA busy_timeout = 5000");
            statement.execute("PRAGMA temp_store = MEMORY");
            statement.execute("PRAGMA secure_delete = ON"); // what is purged must not lie on in a free page
            statement.execute("PRAGMA wal_autocheckpoint = 0");
        }
        return connection;
    }

    /** The log beside the database, to be flushed. It is the same file as long as the database is open. */
    static FileChannel openLog(Path folder) throws IOException {
        return FileChannel.open(folder.resolve(DATABASE + "-wal"), StandardOpenOption.WRITE);
    }

    /** All statements in one transaction, but for those that may fail. */
    static void run(Sql writer, List<String> statements) throws SQLException {
        writer.query("BEGIN IMMEDIATE").update();
        for (String statement : statements) {
            run(writer, statement);
        }
        writer.query("COMMIT").update();
    }

    /** A column that an earlier start added, or moved elsewhere and dropped, is no fault. */
    private static void run(Sql writer, String statement) throws SQLException {
        try {
            writer.query(statement).update();
        } catch (SQLException e) {
            String said = String.valueOf(e.getMessage());
            if (!said.contains("duplicate column name") && !said.contains("no such column")) {
                throw e;
            }
        }
    }
}
