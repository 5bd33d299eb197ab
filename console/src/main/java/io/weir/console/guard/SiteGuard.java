package io.weir.console.guard;

import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/** Refuses what another site made the browser ask for, a click on a link of that site included. */
public final class SiteGuard extends Handler.Wrapper {
    /** Wraps a handler. */
    public SiteGuard(Handler next) {
        super(next);
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        @Nullable String site = request.getHeaders().get("Sec-Fetch-Site");
        // Commands and old browsers send none; "none" is an address that a person typed or opened from a terminal.
        if (site == null || site.equals("same-origin") || site.equals("none")) {
            return super.handle(request, response, callback);
        }
        Answers.text(response, callback, 403, "another site asked for this page: open the console's address yourself");
        return true;
    }
}
