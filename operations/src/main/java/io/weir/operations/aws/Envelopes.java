package io.weir.operations.aws;

import io.weir.envelope.InboxObject;
import io.weir.envelope.MalformedEnvelopeException;
import io.weir.envelope.ReceivedRequest;
import io.weir.json.Json;
import io.weir.json.JsonException;
import io.weir.operations.aws.Letters.Fate;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.ResponseBytes;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;

/** Requests as the door received them, as far as queues and bucket still hold them. Thread-safe. */
final class Envelopes {
    /** What follows an archived body's key where its headers do not fit into its metadata. */
    static final String HEADERS = "~headers";

    private static final int HEARD = 5000;
    private static final long HEARD_BYTES = 64L << 20;

    private final S3Client s3;
    private final String bucket;
    private final Deployment deployment;
    private final @Nullable Letters listen;

    /** What was seen in the listen queue: one look shows all that lies there, and whoever listens asks for each. */
    private final Map<String, ReceivedRequest> heard = new LinkedHashMap<>();

    private long heardBytes;

    /** @param listen the queue for those who listen, or null if the deployment has none */
    Envelopes(S3Client s3, Deployment deployment, @Nullable Letters listen) {
        this.s3 = s3;
        this.bucket = deployment.bucket();
        this.deployment = deployment;
        this.listen = listen;
    }

    /** The request as the door received it, if the worker has copied it to the listen queue within the hour; else null. */
    synchronized @Nullable ReceivedRequest ofListenQueue(String id) throws IOException {
        if (listen == null || heard.containsKey(id)) {
            return heard.get(id);
        }
        listen.look(letter -> {
            ReceivedRequest request = heard.containsKey(letter.id()) ? null : of(letter);
            if (request != null) {
                hear(letter.id(), request);
            }
            return letter.id().equals(id) ? Fate.ENOUGH : Fate.GIVEN_BACK;
        });
        return heard.get(id);
    }

    private void hear(String id, ReceivedRequest request) {
        heard.put(id, request);
        heardBytes += request.body().length;
        Iterator<Map.Entry<String, ReceivedRequest>> oldest = heard.entrySet().iterator();
        while ((heard.size() > HEARD || heardBytes > HEARD_BYTES) && heard.size() > 1) {
            heardBytes -= oldest.next().getValue().body().length;
            oldest.remove();
        }
    }

    /** The request in a letter, or behind its pointer; null if it is gone or none. */
    @Nullable
    ReceivedRequest of(Letter letter) throws IOException {
        String key = letter.inboxKey();
        return key == null ? letter.request() : ofInbox(key);
    }

    /** The request in an object of the inbox. */
    @Nullable
    ReceivedRequest ofInbox(String key) throws IOException {
        ResponseBytes<GetObjectResponse> object = get(key, null);
        if (object == null) {
            return null;
        }
        try {
            return InboxObject.read(object.asByteArrayUnsafe()).open();
        } catch (MalformedEnvelopeException e) {
            return null;
        }
    }

    /**
     * What the archive has of a request: body, headers, source and time of receipt; where it was posted is taken from the
     * deployment. Of an SNS message it has the text alone, which is no envelope.
     */
    @Nullable
    ReceivedRequest ofArchive(String id, String key) throws IOException {
        ResponseBytes<GetObjectResponse> object = get(key, null);
        if (object == null) {
            return null;
        }
        Map<String, String> metadata = object.response().metadata();
        String source = metadata.getOrDefault("source", "");
        Deployment.DeployedSource deployed = deployment.sources().get(source);
        if (deployed != null && deployed.scheme().equals("sns")) {
            return null;
        }
        return new ReceivedRequest(
                source,
                time(metadata.get("received-at")),
                "POST",
                deployed == null || deployed.url() == null ? "" : deployed.url(),
                headers(key, metadata),
                object.asByteArrayUnsafe(),
                ReceivedRequest.isId(id) ? id : null);
    }

    private Map<String, String> headers(String key, Map<String, String> metadata) throws IOException {
        String text = metadata.get("headers");
        if (text == null) {
            ResponseBytes<GetObjectResponse> beside = get(key + HEADERS, null);
            text = beside == null ? "{}" : beside.asString(StandardCharsets.UTF_8);
        }
        Map<String, String> headers = new LinkedHashMap<>();
        try {
            Json.readObject(text).forEach((name, value) -> headers.put(name, String.valueOf(value)));
        } catch (JsonException e) {
            // An archive that someone else wrote into: the body still is what it is.
        }
        return headers;
    }

    private static Instant time(@Nullable String text) {
        try {
            return text == null ? Instant.EPOCH : Instant.parse(text);
        } catch (DateTimeException e) {
            return Instant.EPOCH;
        }
    }

    /** An object, or null if there is none. */
    @Nullable
    ResponseBytes<GetObjectResponse> get(String key, @Nullable String version) throws IOException {
        try {
            return s3.getObjectAsBytes(get -> get.bucket(bucket).key(key).versionId(version));
        } catch (NoSuchKeyException e) {
            return null;
        } catch (SdkException e) {
            throw new IOException("the bucket did not answer: " + e.getMessage(), e);
        }
    }
}
