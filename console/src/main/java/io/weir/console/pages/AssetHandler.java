package io.weir.console.pages;

import io.weir.console.guard.Answers;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Serves style sheet, script and icon, to who has no cookie yet, too; everything else is the next handler's. */
public final class AssetHandler extends Handler.Wrapper {
    private final Assets assets = new Assets();

    /** Wraps a handler. */
    public AssetHandler(Handler next) {
        super(next);
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        Assets.Asset asset = assets.find(request.getHttpURI().getCanonicalPath());
        if (asset == null || request.getMethod().equals("POST")) {
            return super.handle(request, response, callback);
        }
        Answers.bytes(response, callback, 200, asset.type(), asset.bytes());
        return true;
    }
}
