package io.weir.cli;

import io.weir.config.ConfigValue;
import io.weir.envelope.source.PublicUrl;
import io.weir.envelope.source.Source;
import io.weir.envelope.source.Sources;
import io.weir.local.LocalWeir;
import io.weir.local.core.Halt;
import io.weir.local.files.Disk;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code weir run}: both functions on one machine, until it is told to end. */
@Command(
        name = "run",
        description = "Runs both functions on this machine, with a durable queue in the data folder.",
        mixinStandardHelpOptions = true)
final class RunCommand implements Callable<Integer> {
    @Option(names = "--port", description = "Port to listen on; 0 for a free one. Default: ${DEFAULT-VALUE}")
    private int port = 8080;

    @Option(names = "--host", description = "Address to listen on. Default: ${DEFAULT-VALUE}, this machine only")
    private String host = "127.0.0.1";

    @Option(
            names = "--url",
            description =
                    "Where senders reach it, such as behind a tunnel; some sign it. Default: as each request says")
    private @Nullable String url;

    @Option(
            names = "--sources",
            description = "JSON file with the sources. Default: sources.json in the data folder, made with samples")
    private @Nullable Path sources;

    @Option(names = "--data", description = "Data folder. Default: ${DEFAULT-VALUE}")
    private Path data = Path.of(".weir");

    @Override
    public Integer call() throws IOException, InterruptedException {
        Halt.onUncaught();
        Disk.REAL.dataFolder(data, "weir.db");
        Sources configured = SourcesFile.read(sources, data);
        PublicUrl seen = url == null ? null : PublicUrl.parse(new ConfigValue("--url", url));
        LocalWeir weir = LocalWeir.open(configured, data, new LocalWeir.Address(host, port, seen), System.out);
        closeAtExit(weir);
        weir.start();
        for (Source source : configured.all()) {
            System.err.println("weir: POST http://" + host + ":" + weir.port() + "/" + source.name());
        }
        System.err.println("weir: ready on http://" + host + ":" + weir.port() + ", data in " + data + "; Ctrl-C ends");
        new CountDownLatch(1).await(); // the shutdown hook does the rest
        return 0;
    }

    /** Ctrl-C and SIGTERM drain: answer what is under way, finish the worker's batches, close the file. */
    static void closeAtExit(LocalWeir weir) {
        Runtime.getRuntime()
                .addShutdownHook(new Thread(
                        () -> {
                            try {
                                weir.close();
                                System.err.println("weir: ended cleanly");
                            } catch (IOException e) {
                                System.err.println("weir: " + e.getMessage());
                            }
                        },
                        "shutdown"));
    }
}
