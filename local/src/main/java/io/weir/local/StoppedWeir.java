package io.weir.local;

import io.weir.envelope.source.Source;
import io.weir.envelope.source.Sources;
import io.weir.local.operate.Surroundings;
import io.weir.local.store.Opened;
import io.weir.operations.Operations;
import io.weir.operations.Status;
import io.weir.verify.secret.LocalSecrets;
import io.weir.worker.aws.OnDemandClients;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The data folder of a weir that does not run, for an operator: what is changed takes effect when it runs again. */
public final class StoppedWeir {
    private StoppedWeir() {}

    /**
     * Opens the folder; closing the operations closes it.
     *
     * @param warn takes a line when messages expired
     * @throws IOException if the folder cannot be used
     * @throws io.weir.local.store.StoreException if a process uses it
     */
    public static Operations open(Path data, Sources sources, Consumer<String> warn) throws IOException {
        Opened opened = new Opened();
        Clock clock = Clock.systemUTC();
        try {
            DataFolder folder = DataFolder.open(data, clock, warn, opened);
            OnDemandClients aws = opened.add(new OnDemandClients());
            LocalSecrets secrets = new LocalSecrets(System::getenv, aws.secrets(), clock);
            return folder.operations(secrets, clock, new Nobody(sources)).closing(opened);
        } catch (IOException | RuntimeException | Error e) {
            opened.closeAfter(e);
            throw e;
        }
    }

    /** No process is around the store. */
    private record Nobody(Sources sources) implements Surroundings {
        @Override
        public @Nullable String url(Source source) {
            return null;
        }

        @Override
        public List<Status.PollerStatus> pollers() {
            return List.of();
        }

        @Override
        public List<Status.BreakerStatus> breakers() {
            return List.of();
        }

        @Override
        public List<String> warnings() {
            return List.of("weir does not run on this folder: nothing is received, and nothing is tried");
        }
    }
}
