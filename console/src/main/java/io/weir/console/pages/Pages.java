package io.weir.console.pages;

import io.weir.console.change.Caller;
import io.weir.console.change.Job;
import io.weir.console.guard.Answers;
import io.weir.console.guard.PostGuard;
import io.weir.console.live.EventStreams;
import io.weir.console.show.BadFilterException;
import io.weir.console.show.CommandLines;
import io.weir.console.show.FilterQuery;
import io.weir.console.show.Words;
import io.weir.envelope.ReceivedRequest;
import io.weir.json.Json;
import io.weir.operations.OperationsException;
import io.weir.operations.State;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.Fields;
import org.eclipse.jetty.util.URIUtil;
import org.jspecify.annotations.Nullable;

/** Finds the page that an address names. Thread-safe. */
public final class Pages extends Handler.Abstract {
    private final Desk desk;
    private final EventStreams streams;
    private final Consumer<String> warn;
    private final Templates templates = new Templates();

    /**
     * The pages.
     *
     * @param warn takes a line when a page fails
     */
    public Pages(Desk desk, EventStreams streams, Consumer<String> warn) {
        this.desk = desk;
        this.streams = streams;
        this.warn = warn;
    }

    /** The page for who has no cookie. Says how to get one, and nothing else. */
    public String stranger() {
        return templates.page("stranger");
    }

    /** A request on its way to its page. */
    private record Asked(Request request, Response response, Callback callback, List<String> path, Fields query) {
        FilterQuery filter(Desk desk) throws BadFilterException {
            return FilterQuery.of(query, desk.now());
        }

        String at(int index) {
            return index < path.size() ? path.get(index) : "";
        }
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        List<String> path = Arrays.stream(request.getHttpURI().getPath().split("/", -1))
                .filter(part -> !part.isEmpty())
                .map(URIUtil::decodePath)
                .toList();
        Asked asked = new Asked(request, response, callback, path, Request.extractQueryParameters(request));
        try {
            if (request.getMethod().equals("POST")) {
                post(asked);
            } else {
                get(asked);
            }
        } catch (BadFilterException e) {
            message(asked, 400, "This filter cannot be understood", e.getMessage());
        } catch (OperationsException e) {
            message(asked, 409, "That cannot be done here", e.getMessage());
        } catch (IOException e) {
            warn.accept("console: " + asked.at(0) + ": " + e.getMessage());
            message(asked, 502, "What the console works on cannot be reached", e.getMessage());
        }
        return true;
    }

    private void get(Asked asked) throws IOException, BadFilterException {
        switch (asked.at(0)) {
            case "" -> show(asked, "overview", "Overview", "/events", new OverviewPage(desk).view());
            case "requests" -> requests(asked);
            case "dead" -> groups(asked, State.DEAD);
            case "unproven" -> groups(asked, State.UNPROVEN);
            case "rejected" -> groups(asked, State.REJECTED);
            case "sources" -> sources(asked);
            case "confirm" -> confirm(asked);
            case "jobs" -> job(asked);
            case "keys" -> show(asked, "keys", "Keys", null, "");
            case "events" ->
                streams.serve(
                        asked.request(),
                        asked.response(),
                        asked.callback(),
                        asked.filter(desk).filter());
            default -> nothing(asked);
        }
    }

    private void requests(Asked asked) throws IOException, BadFilterException {
        switch (asked.path().size()) {
            case 1 -> {
                FilterQuery query = asked.filter(desk);
                RequestsPage.View view =
                        new RequestsPage(desk).view(query, asked.query().getValue("after"));
                show(asked, "requests", "Requests", query.link("/events"), view);
            }
            case 2 -> {
                RequestPage.View view = new RequestPage(desk).view(asked.at(1));
                String events = "/events?id=" + Words.encoded(asked.at(1));
                show(asked, "request", "Request " + asked.at(1), events, view);
            }
            default -> body(asked);
        }
    }

    private void body(Asked asked) throws IOException {
        ReceivedRequest request = asked.at(2).equals("body") ? desk.operations().envelope(asked.at(1)) : null;
        if (request == null) {
            nothing(asked);
            return;
        }
        // Whatever it says that it is: no browser shall show it as a page.
        String file = CommandLines.file(asked.at(1));
        asked.response().getHeaders().put("Content-Disposition", "attachment; filename=\"" + file + "\"");
        Answers.bytes(asked.response(), asked.callback(), 200, "application/octet-stream", request.body());
    }

    private void groups(Asked asked, State state) throws IOException, BadFilterException {
        GroupsPage.View view = new GroupsPage(desk, state).view(asked.filter(desk));
        show(asked, "groups", GroupsPage.title(state), view.query().link("/events"), view);
    }

    private void sources(Asked asked) throws IOException {
        if (asked.path().size() == 1) {
            show(asked, "sources", "Sources", null, new SourcesPage(desk).view());
        } else {
            show(asked, "source", "Source " + asked.at(1), null, new SourcesPage(desk).view(asked.at(1)));
        }
    }

    private void confirm(Asked asked) throws IOException, BadFilterException {
        ChangePage.Question question = new ChangePage(desk).question(asked.query(), asked.filter(desk));
        show(asked, "confirm", question == null ? "" : question.title(), null, question);
    }

    private void job(Asked asked) {
        boolean figures = asked.at(1).endsWith(".json");
        Job job = desk.jobs().find(figures ? asked.at(1).replace(".json", "") : asked.at(1));
        if (job != null && figures) {
            String json = Json.writeAscii(
                    Map.of("done", job.done(), "failed", job.failed(), "total", job.total(), "over", job.isOver()));
            Answers.bytes(
                    asked.response(),
                    asked.callback(),
                    200,
                    "application/json",
                    json.getBytes(StandardCharsets.US_ASCII));
        } else {
            show(asked, "job", job == null ? "" : job.label(), null, job);
        }
    }

    private void post(Asked asked) throws BadFilterException, InterruptedException {
        Fields form = PostGuard.fields(asked.request());
        Job job = desk.jobs().find(asked.at(1));
        if (asked.at(0).equals("jobs") && job != null) {
            job.stop();
            Answers.seeOther(asked.response(), asked.callback(), "/jobs/" + job.id());
        } else if (asked.at(0).equals("change")) {
            change(asked, form);
        } else {
            nothing(asked);
        }
    }

    private void change(Asked asked, Fields form) throws BadFilterException, InterruptedException {
        String remote = Caller.now();
        FilterQuery query = FilterQuery.of(form, desk.now());
        if (query.filter().isAll()) {
            message(asked, 400, "Nothing was changed", "A change needs a selection, and this form has none.");
            return;
        }
        Job job = new ChangePage(desk).begin(form, query, remote);
        if (job == null) {
            message(asked, 503, "Nothing was changed", "Too many changes run, or there is no such change.");
        } else {
            Answers.seeOther(asked.response(), asked.callback(), "/jobs/" + job.id());
        }
    }

    private void show(Asked asked, String template, String title, @Nullable String events, @Nullable Object view) {
        if (view == null) {
            nothing(asked);
            return;
        }
        Frame frame = desk.frame(title, "/" + asked.at(0), events);
        Answers.html(asked.response(), asked.callback(), 200, templates.page(template, frame, view));
    }

    private void nothing(Asked asked) {
        message(asked, 404, "There is nothing here", "It was never here, or it was deleted since.");
    }

    private void message(Asked asked, int status, String title, @Nullable String text) {
        Frame frame = desk.frame(title, "", null);
        String page = templates.page("message", frame, text == null ? "" : text);
        Answers.html(asked.response(), asked.callback(), status, page);
    }
}
