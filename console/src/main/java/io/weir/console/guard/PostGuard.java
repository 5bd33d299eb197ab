package io.weir.console.guard;

import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.server.FormFields;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.Fields;
import org.jspecify.annotations.Nullable;

/** Admits a POST from the console's own pages alone, and none where nothing may be changed. */
public final class PostGuard extends Handler.Wrapper {
    /** Name of the field that carries {@link Session#formToken()}. */
    public static final String FIELD = "form";

    private static final int MAX_FIELDS = 2000;
    private static final int MAX_BYTES = 128 * 1024;

    private final Origins origins;
    private final Session session;
    private final boolean readOnly;

    /** Wraps a handler. */
    public PostGuard(Origins origins, Session session, boolean readOnly, Handler next) {
        super(next);
        this.origins = origins;
        this.session = session;
        this.readOnly = readOnly;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        String method = request.getMethod();
        if (HttpMethod.GET.is(method) || HttpMethod.HEAD.is(method)) {
            return super.handle(request, response, callback);
        }
        @Nullable String refusal = refusal(request, method);
        if (refusal == null) {
            return super.handle(request, response, callback);
        }
        Answers.text(response, callback, HttpMethod.POST.is(method) ? 403 : 405, refusal);
        return true;
    }

    private @Nullable String refusal(Request request, String method) {
        if (!HttpMethod.POST.is(method)) {
            return "only GET, HEAD and POST are answered";
        }
        if (readOnly) {
            return "this console is read-only";
        }
        String host = request.getHeaders().get(HttpHeader.HOST);
        if (!origins.isOwn(request.getHeaders().get(HttpHeader.ORIGIN), host)) {
            return "this form came from another site";
        }
        Fields form = fields(request);
        String given = form.getValue(FIELD);
        return given != null && session.isFormToken(given)
                ? null
                : "this form is of an earlier start of the console: load the page again";
    }

    /** The fields of a form; what is read once is remembered. */
    public static Fields fields(Request request) {
        return FormFields.getFields(request, MAX_FIELDS, MAX_BYTES);
    }
}
