package io.weir.cli.operate;

import io.weir.cli.place.Desk;
import io.weir.cli.place.Exit;
import io.weir.cli.place.PlaceOptions;
import io.weir.cli.text.EnvelopeText;
import io.weir.cli.text.LifeText;
import io.weir.cli.text.Speech;
import io.weir.envelope.ReceivedRequest;
import io.weir.json.Json;
import io.weir.operations.Filter;
import io.weir.operations.Operations;
import io.weir.operations.RequestLife;
import io.weir.operations.RequestSummary;
import io.weir.operations.remote.OperationsJson;
import io.weir.operations.text.Escaped;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code weir show}: the way of one request. */
@Command(
        name = "show",
        description = {
            "Shows the way of one request, and what to do next. Signatures and secrets are blanked.",
            "Exit code 0, 1 if there is no such request or its body is kept nowhere, 3 if nothing answers."
        },
        mixinStandardHelpOptions = true)
final class ShowCommand implements Callable<Integer> {
    private static final int CANDIDATES = 10;

    private final Desk desk;
    private final Speech speech;

    @Mixin
    private PlaceOptions place = new PlaceOptions();

    @Parameters(paramLabel = "ID", description = "Its id, the first 6 characters of it or more, or the sender's id")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private String id;

    @Option(names = "--body", description = "The body: its very bytes in a pipe, escaped on a terminal")
    private boolean isBody;

    @Option(names = "--headers", description = "The headers with which it came")
    private boolean isHeaders;

    @Option(names = "--json", description = "One JSON object")
    private boolean isJson;

    ShowCommand(Desk desk) {
        this.desk = desk;
        this.speech = desk.speech();
    }

    @Override
    public Integer call() throws InterruptedException {
        if (id.isBlank()) {
            throw place.usage("ID: expected one that is not empty");
        }
        if (isJson && isBody) {
            throw place.usage("--json and --body: expected one of them");
        }
        return place.with(desk, this::show);
    }

    private int show(Operations operations) throws IOException {
        RequestLife life = find(operations);
        if (life == null) {
            return Exit.FAILED;
        }
        ReceivedRequest envelope =
                isBody || isHeaders ? operations.envelope(life.request().id()) : null;
        if (isJson) {
            speech.line(Escaped.line(Json.write(tree(life, envelope))));
        } else {
            print(life, envelope);
        }
        if ((isBody || isHeaders) && envelope == null) {
            speech.say("the request " + life.request().id() + " is kept nowhere, neither its headers nor its body");
            return Exit.FAILED;
        }
        return Exit.DONE;
    }

    private static Map<String, @Nullable Object> tree(RequestLife life, @Nullable ReceivedRequest envelope) {
        Map<String, @Nullable Object> object = new LinkedHashMap<>();
        ((Map<?, ?>) Objects.requireNonNull(OperationsJson.tree(life)))
                .forEach((name, value) -> object.put((String) name, value));
        if (envelope != null) {
            object.putAll(EnvelopeText.members(envelope));
        }
        return object;
    }

    /** The body alone, so that a pipe has its bytes and no other. */
    private void print(RequestLife life, @Nullable ReceivedRequest envelope) {
        EnvelopeText text = new EnvelopeText(speech);
        if (!isBody) {
            new LifeText(speech, place.text()).print(life);
        }
        if (envelope == null) {
            return;
        }
        if (isHeaders) {
            if (!isBody) {
                speech.line("");
            }
            text.printHeaders(envelope);
            if (isBody) {
                speech.line("");
            }
        }
        if (isBody) {
            text.printBody(envelope);
        }
    }

    private @Nullable RequestLife find(Operations operations) throws IOException {
        RequestLife life = operations.show(id);
        if (life != null) {
            return life;
        }
        List<RequestSummary> found = operations
                .list(Filter.ALL.withIds(List.of(id)), null, CANDIDATES)
                .requests();
        if (found.size() == 1) {
            life = operations.show(found.getFirst().id());
        } else if (found.size() > 1) {
            speech.say("several requests have an id that begins so, or this id of the sender's:");
            for (RequestSummary one : found) {
                speech.say(
                        "  " + one.id() + " " + one.source() + " " + one.state().text());
            }
            return null;
        }
        if (life == null) {
            speech.say("no request has this id"
                    + (id.length() < Filter.SHORTEST_PREFIX ? "; of an id, give 6 characters or more" : ""));
        }
        return life;
    }
}
