package io.weir.benchmarks.peer;

import io.weir.benchmarks.process.Child;
import io.weir.benchmarks.process.JavaCommand;
import io.weir.benchmarks.process.Lab;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.VirtualThreadPool;

/** The HTTP server that Weir has, set up as Weir does, which reads a body and answers. Nothing is kept. */
public final class JettyHello implements Peer {
    private static final Pattern READY = Pattern.compile("ready on ([0-9]+)");

    @Override
    public String name() {
        return "jetty-hello";
    }

    @Override
    public Optional<String> lack() {
        return Optional.empty();
    }

    @Override
    public String about() {
        return "Jetty " + Server.getVersion() + ", reads the body and answers 200; keeps nothing";
    }

    @Override
    public Door open(Lab lab, Path folder) throws IOException {
        Child child = Child.start(
                folder, Map.of(), JavaCommand.of(JettyHello.class.getName(), "-Xmx256m", "-XX:+UseSerialGC"));
        try {
            return new Door(Integer.parseInt(child.awaitLine(READY)), "/hello", List.of(child));
        } catch (IOException | RuntimeException e) {
            child.close();
            throw e;
        }
    }

    /** The server's process. */
    public static void main(String[] arguments) throws Exception {
        Server server = new Server(new VirtualThreadPool(0));
        HttpConfiguration http = new HttpConfiguration();
        http.setSendServerVersion(false);
        ServerConnector connector = new ServerConnector(server, 1, 1, new HttpConnectionFactory(http));
        connector.setHost("127.0.0.1");
        server.addConnector(connector);
        server.setHandler(new Hello());
        server.start();
        System.err.println("ready on " + connector.getLocalPort());
        server.join();
    }

    private static final class Hello extends Handler.Abstract {
        @Override
        public boolean handle(Request request, Response response, Callback callback) throws Exception {
            Content.Source.consumeAll(request);
            response.setStatus(200);
            response.write(true, ByteBuffer.wrap("hello".getBytes(StandardCharsets.US_ASCII)), callback);
            return true;
        }
    }
}
