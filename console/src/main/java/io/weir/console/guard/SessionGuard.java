package io.weir.console.guard;

import java.util.function.Supplier;
import org.eclipse.jetty.http.HttpCookie;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.Fields;
import org.eclipse.jetty.util.UrlEncoded;
import org.jspecify.annotations.Nullable;

/** Lets those in who have the cookie, and gives it to who comes with the token; the token leaves the address at once. */
public final class SessionGuard extends Handler.Wrapper {
    private final Session session;
    private final boolean tls;
    private final boolean behindProxy;
    private final Supplier<String> stranger;

    /**
     * Wraps a handler.
     *
     * @param stranger the page for who has no cookie
     */
    public SessionGuard(Session session, boolean tls, boolean behindProxy, Supplier<String> stranger, Handler next) {
        super(next);
        this.session = session;
        this.tls = tls;
        this.behindProxy = behindProxy;
        this.stranger = stranger;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        Fields query = Request.extractQueryParameters(request);
        @Nullable String token = query.getValue("token");
        if (token != null && session.isToken(token) && request.getMethod().equals("GET")) {
            response.getHeaders().add(HttpHeader.SET_COOKIE, cookie(request));
            Answers.seeOther(response, callback, withoutToken(request, query));
            return true;
        }
        if (token == null && hasCookie(request)) {
            return super.handle(request, response, callback);
        }
        Answers.html(response, callback, 401, stranger.get());
        return true;
    }

    private boolean hasCookie(Request request) {
        for (HttpCookie cookie : Request.getCookies(request)) {
            if (cookie.getName().equals(session.cookieName()) && session.isCookie(cookie.getValue())) {
                return true;
            }
        }
        return false;
    }

    private String cookie(Request request) {
        boolean secure =
                tls || (behindProxy && "https".equals(request.getHeaders().get(HttpHeader.X_FORWARDED_PROTO)));
        return session.cookieName() + "=" + session.cookie() + "; Path=/; HttpOnly; SameSite=Strict"
                + (secure ? "; Secure" : "");
    }

    private static String withoutToken(Request request, Fields query) {
        query.remove("token");
        // Two slashes at the beginning would be the name of another host.
        String path = "/" + request.getHttpURI().getCanonicalPath().replaceAll("^[/\\\\]+", "");
        return query.isEmpty() ? path : path + "?" + UrlEncoded.encode(query.toMultiMap(), null, false);
    }
}
