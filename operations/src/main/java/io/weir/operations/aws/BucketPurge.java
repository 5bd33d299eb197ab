package io.weir.operations.aws;

import io.weir.envelope.BucketKeys;
import io.weir.envelope.InboxObject;
import io.weir.envelope.MalformedEnvelopeException;
import io.weir.json.Json;
import io.weir.json.JsonException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.ResponseBytes;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.DeleteMarkerEntry;
import software.amazon.awssdk.services.s3.model.DeleteObjectsResponse;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.ListObjectVersionsResponse;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.ObjectVersion;

/** Deletes objects with all their versions and delete markers. */
final class BucketPurge {
    private final S3Client s3;
    private final String bucket;
    private final Envelopes envelopes;
    private final Targets targets;
    private final Run run;

    BucketPurge(S3Client s3, String bucket, Envelopes envelopes, Targets targets, Run run) {
        this.s3 = s3;
        this.bucket = bucket;
        this.envelopes = envelopes;
        this.targets = targets;
        this.run = run;
    }

    /** Whether a version of an object is meant. */
    private interface Test {
        boolean isMeant(String key, String version) throws IOException;
    }

    long inbox() throws IOException {
        return purge(BucketKeys.INBOX, this::isMeantInInbox);
    }

    long archive() throws IOException {
        return purge(BucketKeys.ARCHIVE, this::isMeantInArchive);
    }

    long rejected() throws IOException {
        return purge(BucketKeys.REJECTED, this::isMeantOfRejected);
    }

    private boolean isMeantInInbox(String key, String version) throws IOException {
        ResponseBytes<GetObjectResponse> object = envelopes.get(key, version);
        try {
            return object != null
                    && targets.admits(
                            InboxObject.read(object.asByteArrayUnsafe()).open());
        } catch (MalformedEnvelopeException e) {
            return false;
        }
    }

    /** What lies beside a body goes with the body; where that went before, it is asked about by its own text. */
    private boolean isMeantInArchive(String key, String version) throws IOException {
        if (key.endsWith(Envelopes.HEADERS)) {
            return targets.text() != null && holdsText(key, version);
        }
        return targets.admits(key, metadata(key, version))
                && (targets.text() == null || holdsText(key, version) || holdsText(key + Envelopes.HEADERS, null));
    }

    private Map<String, String> metadata(String key, String version) throws IOException {
        try {
            return s3.headObject(head -> head.bucket(bucket).key(key).versionId(version))
                    .metadata();
        } catch (NoSuchKeyException e) {
            return Map.of();
        } catch (SdkException e) {
            throw new IOException("the bucket did not answer: " + e.getMessage(), e);
        }
    }

    private boolean holdsText(String key, @Nullable String version) throws IOException {
        ResponseBytes<GetObjectResponse> object = envelopes.get(key, version);
        String text = targets.text();
        return object != null
                && text != null
                && (object.asString(StandardCharsets.ISO_8859_1)
                                .toLowerCase(Locale.ROOT)
                                .contains(latin(text))
                        || object.response().metadata().values().stream()
                                .anyMatch(
                                        value -> value.toLowerCase(Locale.ROOT).contains(text)));
    }

    /** The text's bytes in UTF-8, each as one character: a body need not be UTF-8 as a whole. */
    private static String latin(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }

    private boolean isMeantOfRejected(String key, String version) throws IOException {
        ResponseBytes<GetObjectResponse> object = envelopes.get(key, version);
        if (object == null) {
            return false;
        }
        String text = object.asString(StandardCharsets.ISO_8859_1);
        int end = text.indexOf('\n');
        try {
            return targets.admits(Json.readObject(end < 0 ? text : text.substring(0, end)))
                    && (targets.text() == null
                            || text.toLowerCase(Locale.ROOT).contains(latin(String.valueOf(targets.text()))));
        } catch (JsonException e) {
            return false;
        }
    }

    /** Goes through all versions below a prefix. If one of an object is meant, all of it goes. */
    private long purge(String prefix, Test test) throws IOException {
        long count = 0;
        String key = null;
        String version = null;
        do {
            ListObjectVersionsResponse page = list(prefix, key, version);
            List<String> meant = new ArrayList<>();
            for (ObjectVersion object : page.versions()) {
                if (run.isOver()) {
                    return count;
                }
                if (!meant.contains(object.key()) && test.isMeant(object.key(), object.versionId())) {
                    meant.add(object.key());
                }
            }
            for (String object : meant) {
                count += deleteAll(object);
                deleteAll(object + Envelopes.HEADERS);
                run.done();
            }
            key = page.nextKeyMarker();
            version = page.nextVersionIdMarker();
        } while (key != null);
        return count;
    }

    private ListObjectVersionsResponse list(String prefix, @Nullable String key, @Nullable String version)
            throws IOException {
        try {
            return s3.listObjectVersions(
                    list -> list.bucket(bucket).prefix(prefix).keyMarker(key).versionIdMarker(version));
        } catch (SdkException e) {
            throw new IOException("the bucket did not answer: " + e.getMessage(), e);
        }
    }

    /** Deletes an object's versions and markers. Returns 1 if there was any, else 0. */
    private long deleteAll(String key) throws IOException {
        List<ObjectIdentifier> all = new ArrayList<>();
        String version = null;
        String marker = null;
        do {
            ListObjectVersionsResponse page = list(key, marker, version);
            page.versions().stream()
                    .filter(object -> object.key().equals(key))
                    .map(object -> identifier(key, object.versionId()))
                    .forEach(all::add);
            page.deleteMarkers().stream()
                    .filter(object -> object.key().equals(key))
                    .map(DeleteMarkerEntry::versionId)
                    .map(id -> identifier(key, id))
                    .forEach(all::add);
            // The key itself is the first of all that begin with it.
            marker = key.equals(page.nextKeyMarker()) ? page.nextKeyMarker() : null;
            version = page.nextVersionIdMarker();
        } while (marker != null);
        delete(all);
        return all.isEmpty() ? 0 : 1;
    }

    private static ObjectIdentifier identifier(String key, String version) {
        return ObjectIdentifier.builder().key(key).versionId(version).build();
    }

    private void delete(List<ObjectIdentifier> all) throws IOException {
        for (int from = 0; from < all.size(); from += 1000) {
            List<ObjectIdentifier> some = all.subList(from, Math.min(from + 1000, all.size()));
            try {
                DeleteObjectsResponse answer =
                        s3.deleteObjects(delete -> delete.bucket(bucket).delete(objects -> objects.objects(some)));
                if (answer.hasErrors()) {
                    throw new IOException("the bucket did not delete "
                            + answer.errors().getFirst().key() + ": "
                            + answer.errors().getFirst().message());
                }
            } catch (SdkException e) {
                throw new IOException("the bucket did not delete: " + e.getMessage(), e);
            }
        }
    }
}
