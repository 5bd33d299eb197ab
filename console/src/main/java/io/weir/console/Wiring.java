package io.weir.console;

import io.weir.console.change.Caller;
import io.weir.console.change.Changes;
import io.weir.console.change.Jobs;
import io.weir.console.change.Recorded;
import io.weir.console.guard.HostGuard;
import io.weir.console.guard.Origins;
import io.weir.console.guard.PostGuard;
import io.weir.console.guard.SecureHeaders;
import io.weir.console.guard.Session;
import io.weir.console.guard.SessionGuard;
import io.weir.console.guard.SiteGuard;
import io.weir.console.live.EventStreams;
import io.weir.console.pages.AssetHandler;
import io.weir.console.pages.Desk;
import io.weir.console.pages.Pages;
import java.util.function.IntSupplier;
import org.eclipse.jetty.server.Handler;
import org.jspecify.annotations.Nullable;

/** Puts the guards around what they guard, in the one order in which they hold. */
final class Wiring implements AutoCloseable {
    private final ConsoleOptions options;
    private final String token = Session.newToken();
    private final Session session;
    private final Origins origins;
    private final Changes changes;
    private final Jobs jobs = new Jobs();
    private final EventStreams streams;

    Wiring(ConsoleOptions options, IntSupplier port) {
        this.options = options;
        session = new Session(token, port);
        origins = new Origins(options.names, port, options.tls != null, options.behindProxy);
        changes = new Changes(options.audit, options.readOnly, options.clock, options.log);
        streams = new EventStreams(options.operations);
    }

    String token() {
        return token;
    }

    /** Names and sites are checked for everything, cookie and form for the pages: commands bring the token itself. */
    Handler handler() {
        Handler routes = new Routes(api(), options.metrics, options.pages ? pages() : null, options.behindProxy);
        return new SecureHeaders(new HostGuard(origins, new SiteGuard(routes)));
    }

    private @Nullable Handler api() {
        return options.api == null
                ? null
                : options.api.make(new Recorded(options.operations, changes, Caller::now), token);
    }

    private Handler pages() {
        Desk desk = new Desk(options.operations, changes, jobs, session::formToken, options.readOnly, options.clock);
        Pages pages = new Pages(desk, streams, options.log);
        Handler posts = new PostGuard(origins, session, options.readOnly, pages);
        return new AssetHandler(
                new SessionGuard(session, options.tls != null, options.behindProxy, pages::stranger, posts));
    }

    @Override
    public void close() {
        streams.close();
        jobs.close();
    }
}
