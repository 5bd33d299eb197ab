package io.weir.local;

import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Whose the messages are that lie in the queues of a {@link FaultyWeir}, hidden ones among them: read beside the process. */
final class FaultQueues {
    private static final Pattern INBOX = Pattern.compile("\"key\":\"([^\"]+)\"");

    private final Path data;

    FaultQueues(Path data) {
        this.data = data;
    }

    /** The id of each event that waits in the queue or in a slow lane, once for each message. */
    List<String> waiting() throws IOException {
        String query =
                "SELECT body, attributes FROM messages JOIN contents USING (id) WHERE queue IN ('weir', 'weir-retry', 'weir-retry-unproven')";
        List<String> ids = new ArrayList<>();
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + data.resolve("weir.db"));
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            while (rows.next()) {
                ids.add(id(rows.getString("body"), String.valueOf(rows.getString("attributes"))));
            }
        } catch (SQLException e) {
            throw new IOException(e);
        }
        return ids;
    }

    /** Who sent a message: as its body says, its headers, or the object in the inbox to which it points. */
    String id(String body, String attributes) throws IOException {
        StringBuilder text = new StringBuilder(body).append('\n').append(attributes);
        Matcher pointer = INBOX.matcher(body);
        if (pointer.find()) {
            Path object = data.resolve("bucket").resolve(URLDecoder.decode(pointer.group(1), StandardCharsets.UTF_8));
            text.append(Files.exists(object) ? Files.readString(object) : "");
        }
        return FaultRequests.id(text);
    }
}
