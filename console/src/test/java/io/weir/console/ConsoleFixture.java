package io.weir.console;

import io.weir.operations.kit.FakeOperations;
import java.io.IOException;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.UnaryOperator;

/** A console over requests in memory, on a free port. */
final class ConsoleFixture implements AutoCloseable {
    final FakeOperations operations = new FakeOperations();
    final Sample sample = new Sample(operations);
    final List<String> warnings = Collections.synchronizedList(new ArrayList<>());
    final ConsoleServer console;

    ConsoleFixture(UnaryOperator<ConsoleOptions> options) throws IOException {
        ConsoleOptions usual = ConsoleServer.builder(operations)
                .port(0)
                .log(warnings::add)
                .clock(Clock.fixed(Sample.NOW, ZoneOffset.UTC));
        console = options.apply(usual).build();
        console.start();
    }

    static ConsoleFixture plain() throws IOException {
        return new ConsoleFixture(UnaryOperator.identity());
    }

    static ConsoleFixture filled() throws IOException {
        ConsoleFixture fixture = plain();
        fixture.sample.fill();
        return fixture;
    }

    Visitor visitor() throws IOException {
        return Visitor.signedIn(console);
    }

    @Override
    public void close() throws IOException {
        console.close();
        operations.close();
    }
}
