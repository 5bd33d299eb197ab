package io.weir.cli.operate;

import io.weir.cli.follow.Following;
import io.weir.cli.follow.Forwarder;
import io.weir.cli.follow.Once;
import io.weir.cli.place.Desk;
import io.weir.cli.place.Exit;
import io.weir.cli.place.PlaceOptions;
import io.weir.cli.text.Interrupts;
import io.weir.cli.text.Speech;
import io.weir.cli.text.When;
import io.weir.envelope.ReceivedRequest;
import io.weir.json.Json;
import io.weir.operations.Operations;
import io.weir.operations.OperationsException;
import io.weir.operations.RequestEvent;
import io.weir.operations.RequestSummary;
import io.weir.operations.text.Escaped;
import java.io.IOException;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code weir listen}: forwards events to an app, as they come. */
@Command(
        name = "listen",
        description = {
            "Forwards the events of a source to an app, as they come and with their own bytes and headers, until Ctrl-C.",
            "Each event is forwarded once, when it is proven genuine; what is rejected or unproven never is."
        },
        mixinStandardHelpOptions = true)
final class ListenCommand implements Callable<Integer> {
    private final Desk desk;
    private final Speech speech;
    private final Once once = new Once();
    private long good;
    private long bad;

    @Mixin
    private PlaceOptions place = new PlaceOptions();

    @Option(names = "--source", required = true, description = "Name of the source")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private String source;

    @Option(names = "--to", required = true, paramLabel = "URL", description = "Where the app listens")
    @SuppressWarnings("NullAway.Init")
    private String to;

    @Option(names = "--json", description = "One JSON object a line")
    private boolean isJson;

    ListenCommand(Desk desk) {
        this.desk = desk;
        this.speech = desk.speech();
    }

    @Override
    public Integer call() throws InterruptedException {
        URI target = target();
        return place.withLive(desk, operations -> listen(operations, target));
    }

    private URI target() {
        try {
            URI target = URI.create(to);
            boolean isHttp =
                    "http".equalsIgnoreCase(target.getScheme()) || "https".equalsIgnoreCase(target.getScheme());
            if (isHttp && target.getHost() != null && target.getUserInfo() == null) {
                return target;
            }
        } catch (IllegalArgumentException e) {
            // said below
        }
        throw place.usage("--to: expected a URL such as http://localhost:3000/hook");
    }

    @SuppressWarnings("try") // what it guards is the time until it is closed
    private int listen(Operations operations, URI target) throws IOException {
        speech.say(operations.target().text());
        speech.say("events of " + source + " go to " + target.getScheme() + "://" + target.getAuthority()
                + "; Ctrl-C ends");
        Thread thread = Thread.currentThread();
        try (Interrupts.Guard guard = desk.interrupts().during(thread::interrupt);
                Forwarder forwarder = new Forwarder(target, desk.pause()::of, speech)) {
            return follow(operations, forwarder);
        }
    }

    private int follow(Operations operations, Forwarder forwarder) throws IOException {
        try {
            new Following(() -> place.openLive(desk.places()), desk.pause()::of, speech)
                    .run(operations, (now, event) -> forward(now, forwarder, event));
            return Exit.DONE; // who reads the pipe has gone
        } catch (InterruptedException e) {
            speech.say("ended: " + good + " forwarded, " + bad + " failed");
            return Exit.INTERRUPTED;
        }
    }

    private boolean forward(Operations operations, Forwarder forwarder, RequestEvent event)
            throws IOException, InterruptedException {
        RequestSummary request = event.request();
        if (!request.source().equals(source) || !once.isDue(event)) {
            return true;
        }
        ReceivedRequest envelope = envelope(operations, request.id());
        if (envelope == null) {
            bad++;
        } else {
            print(request, forwarder.forward(request.id(), envelope));
        }
        once.forwarded(event);
        return !speech.isUnheard();
    }

    /** Null, and said why, if another attempt would change nothing. */
    private @Nullable ReceivedRequest envelope(Operations operations, String id) throws IOException {
        String why = "its body is kept nowhere";
        try {
            ReceivedRequest envelope = operations.envelope(id);
            if (envelope != null) {
                return envelope;
            }
        } catch (OperationsException e) {
            why = e.getMessage();
        }
        speech.say(id + " is left out: " + why);
        return null;
    }

    private void print(RequestSummary request, Forwarder.Answer answer) {
        good += answer.isGood() ? 1 : 0;
        bad += answer.isGood() ? 0 : 1;
        String status = answer.status() == 0 ? "unreachable" : Integer.toString(answer.status());
        if (isJson) {
            Map<String, @Nullable Object> line = new LinkedHashMap<>();
            line.put("at", desk.clock().instant());
            line.put("id", request.id());
            line.put("source", request.source());
            line.put("type", request.type());
            line.put("status", answer.status() == 0 ? null : answer.status());
            line.put("durationMs", answer.took().toMillis());
            speech.line(Escaped.line(Json.write(line)));
            return;
        }
        String type = request.type() == null ? "-" : request.type();
        String time = speech.isPeople()
                ? When.clock(desk.clock().instant())
                : desk.clock().instant().toString();
        String took = speech.isPeople()
                ? When.took(answer.took())
                : Long.toString(answer.took().toMillis());
        String gap = speech.isPeople() ? "  " : "\t";
        speech.line(Stream.of(time, request.id(), status, took, type)
                .map(Escaped::line)
                .collect(Collectors.joining(gap)));
    }
}
