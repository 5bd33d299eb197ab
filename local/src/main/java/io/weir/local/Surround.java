package io.weir.local;

import io.weir.envelope.source.PublicUrl;
import io.weir.envelope.source.Source;
import io.weir.envelope.source.Sources;
import io.weir.local.operate.Surroundings;
import io.weir.operations.Status;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The running process around a store. */
final class Surround implements Surroundings {
    private final LocalWeir weir;
    private final LocalWeir.Running running;

    Surround(LocalWeir weir, LocalWeir.Running running) {
        this.weir = weir;
        this.running = running;
    }

    @Override
    public Sources sources() {
        return weir.sources();
    }

    @Override
    public @Nullable String url(Source source) {
        PublicUrl own = source.url();
        if (own != null) {
            return own.withQuery("");
        }
        LocalWeir.Address address = running.address();
        PublicUrl all = address.url();
        return all == null
                ? "http://" + address.host() + ":" + weir.port() + "/" + source.name()
                : all.of(source.name()).withQuery("");
    }

    @Override
    public List<Status.PollerStatus> pollers() {
        return weir.mappings().stream()
                .map(mapping -> new Status.PollerStatus(mapping.queue(), mapping.isAlive(), mapping.lastPoll()))
                .toList();
    }

    @Override
    public List<Status.BreakerStatus> breakers() {
        return running.breakers().all();
    }

    @Override
    public List<String> warnings() {
        return List.of();
    }
}
