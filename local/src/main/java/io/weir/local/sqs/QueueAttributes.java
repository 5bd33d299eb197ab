package io.weir.local.sqs;

import io.weir.local.sqs.rules.QueueSettings;
import io.weir.local.store.Sql;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.sqs.model.GetQueueAttributesRequest;

/** What a queue says of itself. Runs inside a transaction of its caller. */
final class QueueAttributes {
    private QueueAttributes() {}

    /** Those that were asked for. Messages are counted only for somebody who wants to know: a million take time. */
    static Map<String, String> read(Sql sql, QueueSettings queue, GetQueueAttributesRequest request, long now)
            throws SQLException {
        List<String> names = request.attributeNamesAsStrings();
        boolean all = names.contains("All");
        Map<String, String> attributes = new LinkedHashMap<>(queue.effective());
        if (all || names.stream().anyMatch(name -> name.startsWith("Approximate"))) {
            SqliteSqsClient.Depth depth = MessageTable.depth(sql, queue.name(), now);
            attributes.put("ApproximateNumberOfMessages", Long.toString(depth.visible()));
            attributes.put("ApproximateNumberOfMessagesNotVisible", Long.toString(depth.inFlight()));
            attributes.put("ApproximateNumberOfMessagesDelayed", Long.toString(depth.delayed()));
        }
        if (!all) {
            attributes.keySet().retainAll(names);
        }
        return attributes;
    }
}
