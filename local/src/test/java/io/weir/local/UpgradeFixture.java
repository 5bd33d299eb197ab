package io.weir.local;

import io.weir.json.Json;
import io.weir.json.JsonException;
import io.weir.operations.State;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.jspecify.annotations.Nullable;

/**
 * What a version left: a folder of {@code upgrade/}, written by that version's {@link UpgradeFixtureWriter} and never again.
 *
 * @param folder holds {@code data.zip} and {@code data.json}
 */
record UpgradeFixture(Path folder) {
    static final String DATA = "data.zip";
    static final String ABOUT = "data.json";

    /** Tests run in the folder of their module. */
    private static final Path ALL = Path.of("..", "upgrade");

    /**
     * A request of the folder.
     *
     * @param event the sender's id
     * @param digest SHA-256 of its body in hex, or null if nothing is left of it
     */
    record Left(
            String id,
            State state,
            String source,
            String event,
            @Nullable String digest) {}

    /** Those that have this file. */
    static Stream<UpgradeFixture> having(String file) throws IOException {
        try (Stream<Path> folders = Files.list(ALL)) {
            return folders
                    .filter(folder -> Files.exists(folder.resolve(file)))
                    .sorted()
                    .map(UpgradeFixture::new)
                    .toList()
                    .stream();
        }
    }

    private Map<String, @Nullable Object> about() throws IOException, JsonException {
        return Json.readObject(Files.readString(folder.resolve(ABOUT)));
    }

    List<Left> requests() throws IOException, JsonException {
        List<Left> requests = new ArrayList<>();
        for (Object each : (List<?>) about().get("requests")) {
            Map<?, ?> request = (Map<?, ?>) each;
            requests.add(new Left(
                    (String) request.get("id"),
                    State.of((String) request.get("state")),
                    (String) request.get("source"),
                    (String) request.get("event"),
                    (String) request.get("sha256")));
        }
        return requests;
    }

    /** Whether today's keys in the table of claims are those of that version. */
    boolean knowsClaims() throws IOException, JsonException {
        return !Boolean.FALSE.equals(about().get("claims"));
    }

    /** Unpacks the data folder as if its weir had been stopped a moment ago: else it would have expired meanwhile. */
    void unpack(Path into) throws IOException, JsonException, SQLException {
        try (InputStream file = Files.newInputStream(folder.resolve(DATA));
                ZipInputStream zip = new ZipInputStream(file)) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                Path target = into.resolve(entry.getName());
                Files.createDirectories(target.getParent());
                Files.copy(zip, target);
            }
        }
        long written = ((Number) about().get("written")).longValue();
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + into.resolve("weir.db"))) {
            for (Object each : (List<?>) about().get("later")) {
                try (PreparedStatement statement = connection.prepareStatement((String) each)) {
                    for (int i = 1; i <= statement.getParameterMetaData().getParameterCount(); i++) {
                        statement.setLong(i, System.currentTimeMillis() - written);
                    }
                    statement.executeUpdate();
                }
            }
        }
    }

    @Override
    public String toString() {
        return folder.getFileName().toString();
    }
}
