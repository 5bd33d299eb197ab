package io.weir.cli.text;

import io.weir.operations.Group;
import io.weir.operations.RequestSummary;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Requests, or groups of them, as rows. */
public final class RequestTable {
    private final Speech speech;
    private final Table requests;
    private final Table groups;

    public RequestTable(Speech speech) {
        this.speech = speech;
        this.requests = speech.isPeople()
                ? new Table(speech, 3, "received", "id", "state", "source", "type", "reason", "detail")
                : new Table(speech, 0);
        this.groups = new Table(speech, 3, "count", "state", "source", "reason", "detail", "oldest", "newest");
    }

    /** Prints requests; in a pipe with more of each. */
    public void requests(List<RequestSummary> page) {
        requests.print(page.stream()
                .map(speech.isPeople() ? RequestTable::shown : RequestTable::raw)
                .toList());
    }

    private static List<@Nullable Object> shown(RequestSummary one) {
        return row(
                When.moment(one.receivedAt()),
                one.id(),
                one.state().text(),
                one.source(),
                one.type(),
                one.reason(),
                one.detail());
    }

    private static List<@Nullable Object> raw(RequestSummary one) {
        return row(
                one.receivedAt(),
                one.id(),
                one.state().text(),
                one.source(),
                one.type(),
                one.senderId(),
                one.attempts(),
                one.bytes(),
                one.reason(),
                one.detail());
    }

    /** Prints groups. */
    public void groups(List<Group> all) {
        boolean isPeople = speech.isPeople();
        List<List<@Nullable Object>> rows = new ArrayList<>();
        for (Group one : all) {
            rows.add(row(
                    one.count(),
                    one.state().text(),
                    one.source(),
                    one.reason(),
                    one.detail(),
                    isPeople ? When.moment(one.oldest()) : one.oldest(),
                    isPeople ? When.moment(one.newest()) : one.newest()));
        }
        groups.print(rows);
    }

    private static List<@Nullable Object> row(@Nullable Object... cells) {
        return new ArrayList<>(Arrays.asList(cells));
    }
}
