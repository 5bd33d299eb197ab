package io.weir.console.change;

import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;

/** Who asks, for as long as the request is on its thread. */
public final class Caller {
    private static final int LONGEST = 100;
    private static final ThreadLocal<@Nullable String> ADDRESS = new ThreadLocal<>();

    private Caller() {}

    /**
     * A request begins.
     *
     * @param behindProxy whether the proxy's word on who its caller is counts
     */
    public static void is(Request request, boolean behindProxy) {
        String address = Request.getRemoteAddr(request);
        String forwarded = behindProxy ? request.getHeaders().get(HttpHeader.X_FORWARDED_FOR) : null;
        if (forwarded != null) {
            // The last one is what the proxy saw; all before it is what its caller said.
            String last = forwarded.substring(forwarded.lastIndexOf(',') + 1).strip();
            address = last.substring(0, Math.min(LONGEST, last.length())) + " by " + address;
        }
        ADDRESS.set(address);
    }

    /** It has ended. */
    public static void gone() {
        ADDRESS.remove();
    }

    /** The address from which the request of this thread came. */
    public static String now() {
        String address = ADDRESS.get();
        return address == null ? "unknown" : address;
    }
}
