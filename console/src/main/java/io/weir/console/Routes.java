package io.weir.console;

import io.weir.console.change.Caller;
import io.weir.console.guard.Answers;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/** Pages, figures and the interface for commands, by their addresses. */
final class Routes extends Handler.Sequence {
    private static final String FIGURES = "text/plain; version=0.0.4; charset=utf-8";

    private final @Nullable Handler api;
    private final @Nullable Supplier<String> metrics;
    private final @Nullable Handler pages;
    private final boolean behindProxy;

    Routes(@Nullable Handler api, @Nullable Supplier<String> metrics, @Nullable Handler pages, boolean behindProxy) {
        this.api = api;
        this.metrics = metrics;
        this.pages = pages;
        this.behindProxy = behindProxy;
        // Children of this one, so that they are started and stopped with it.
        if (api != null) {
            addHandler(api);
        }
        if (pages != null) {
            addHandler(pages);
        }
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        String path = request.getHttpURI().getCanonicalPath();
        Handler next = pages;
        if (path.startsWith("/api/")) {
            next = api;
        } else if (path.equals("/metrics")) {
            next = null;
            if (metrics != null && request.getMethod().equals("GET")) {
                Answers.bytes(response, callback, 200, FIGURES, metrics.get().getBytes(StandardCharsets.UTF_8));
                return true;
            }
        }
        if (next == null) {
            Answers.text(response, callback, 404, "there is nothing here");
            return true;
        }
        Caller.is(request, behindProxy);
        try {
            return next.handle(request, response, callback);
        } finally {
            Caller.gone();
        }
    }
}
