package io.weir.cli.operate;

import io.weir.cli.follow.Following;
import io.weir.cli.place.Desk;
import io.weir.cli.place.Exit;
import io.weir.cli.place.PlaceOptions;
import io.weir.cli.text.EventLine;
import io.weir.cli.text.Interrupts;
import io.weir.cli.text.Speech;
import io.weir.operations.Operations;
import io.weir.operations.RequestEvent;
import io.weir.operations.remote.OperationsJson;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code weir tail}: what happens, as it happens. */
@Command(
        name = "tail",
        description = "Prints a short line for what happens to each request, as it happens, until Ctrl-C.",
        mixinStandardHelpOptions = true)
final class TailCommand implements Callable<Integer> {
    private final Desk desk;
    private final Speech speech;
    private long lines;

    @Mixin
    private PlaceOptions place = new PlaceOptions();

    @Option(names = "--source", description = "Of this source; several times for several")
    private List<String> sources = List.of();

    @Option(names = "--json", description = "One JSON object a line")
    private boolean isJson;

    TailCommand(Desk desk) {
        this.desk = desk;
        this.speech = desk.speech();
    }

    @Override
    public Integer call() throws InterruptedException {
        return place.withLive(desk, this::follow);
    }

    @SuppressWarnings("try") // what it guards is the time until it is closed
    private int follow(Operations operations) throws IOException {
        speech.say(operations.target().text());
        Thread thread = Thread.currentThread();
        try (Interrupts.Guard guard = desk.interrupts().during(thread::interrupt)) {
            return follow(new Following(() -> place.openLive(desk.places()), desk.pause()::of, speech), operations);
        }
    }

    private int follow(Following following, Operations operations) throws IOException {
        try {
            following.run(operations, (now, event) -> print(event));
            return Exit.DONE; // who reads the pipe has gone
        } catch (InterruptedException e) {
            speech.say("ended after " + lines + (lines == 1 ? " line" : " lines"));
            return Exit.INTERRUPTED;
        }
    }

    private boolean print(RequestEvent event) {
        if (sources.isEmpty() || sources.contains(event.request().source())) {
            String state = event.request().state().text();
            String line = EventLine.of(event, speech.isPeople());
            speech.line(isJson ? OperationsJson.line(event) : speech.coloured(state, line));
            lines++;
        }
        return !speech.isUnheard();
    }
}
