package io.weir.console.guard;

import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Answers 421 to who calls the console by a name that is not its own. */
public final class HostGuard extends Handler.Wrapper {
    private final Origins origins;

    /** Wraps a handler. */
    public HostGuard(Origins origins, Handler next) {
        super(next);
        this.origins = origins;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        if (origins.isHost(request.getHeaders().get(HttpHeader.HOST))) {
            return super.handle(request, response, callback);
        }
        Answers.text(response, callback, 421, "this console does not go by that name");
        return true;
    }
}
