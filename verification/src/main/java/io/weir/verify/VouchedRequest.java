package io.weir.verify;

import io.weir.action.Event;
import io.weir.envelope.ReceivedRequest;
import io.weir.envelope.scheme.FieldLocation;
import io.weir.envelope.scheme.WebhookScheme;
import org.jspecify.annotations.Nullable;

/** A request for which an operator vouches, so that nobody asks for its signature any more. */
public final class VouchedRequest {
    private VouchedRequest() {}

    /**
     * The event that it is, as it was when its signature was verified.
     *
     * @param nameless the id of an event to which its sender gave none
     */
    public static Event read(ReceivedRequest request, WebhookScheme scheme, String nameless) {
        FieldLocation idAt = scheme.identity().id();
        FieldLocation typeAt = scheme.identity().type();
        String id = RequestField.read(idAt, request);
        String type = RequestField.read(typeAt, request);
        String contentType = request.header("content-type");
        return Event.builder()
                .source(request.source())
                .id(id == null || id.isEmpty() ? nameless : id)
                .idSigned(isSigned(scheme, idAt, id))
                .type(type == null ? "" : type)
                .typeSigned(isSigned(scheme, typeAt, type))
                .receivedAt(request.receivedAt())
                .contentType(contentType == null ? "application/octet-stream" : contentType)
                .headers(request.headersWithout(scheme::holdsProof))
                .body(request.body())
                .build();
    }

    private static boolean isSigned(WebhookScheme scheme, @Nullable FieldLocation location, @Nullable String text) {
        return location != null && text != null && !text.isEmpty() && scheme.signs(location);
    }
}
