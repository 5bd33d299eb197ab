package io.weir.cli.console;

import io.weir.cli.place.Desk;
import io.weir.cli.place.PlaceOptions;
import io.weir.console.ConsoleOptions;
import io.weir.console.ConsoleServer;
import io.weir.operations.Operations;
import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code weir console}: the console's pages on this machine, for a deployment or for a folder on which no weir runs. */
@Command(
        name = "console",
        description = {
            "Serves the console on this machine: for a deployment on AWS, with your own credentials and nothing deployed,",
            "or for a data folder on which no weir runs. A running weir has its own."
        },
        mixinStandardHelpOptions = true)
public final class ConsoleCommand implements Callable<Integer> {
    private final Desk desk;

    @Mixin
    private PlaceOptions place = new PlaceOptions();

    @Mixin
    private ConsoleOption console = new ConsoleOption();

    public ConsoleCommand(Desk desk) {
        this.desk = desk;
    }

    @Override
    public Integer call() throws InterruptedException {
        return place.with(desk, operations -> {
            try (ConsoleServer server = start(operations)) {
                desk.speech().say("console of " + operations.target().text() + ": " + server.url() + "; Ctrl-C ends");
                new CountDownLatch(1).await();
            }
            return 0;
        });
    }

    private ConsoleServer start(Operations operations) throws IOException {
        ConsoleOption.Address address = console.address();
        ConsoleOptions options = ConsoleServer.builder(operations)
                .host(address.host())
                .port(console.isGiven() ? address.port() : 0)
                .readOnly(console.isReadOnly())
                .behindProxy(console.isBehindProxy());
        ConsoleServer server = OperatorPort.build(options);
        server.start();
        return server;
    }
}
