package io.weir.operations.aws;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.core.sync.ResponseTransformer;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.DeleteMarkerEntry;
import software.amazon.awssdk.services.s3.model.DeleteObjectsRequest;
import software.amazon.awssdk.services.s3.model.DeleteObjectsResponse;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectRequest;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.ListObjectVersionsRequest;
import software.amazon.awssdk.services.s3.model.ListObjectVersionsResponse;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.ObjectVersion;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;

/** A bucket with versions, in memory. Lists two at a time. */
final class FakeBucket implements S3Client {
    private static final int PAGE = 2;

    /** @param body null of a delete marker */
    private record Version(String key, String id, byte[] body, Map<String, String> metadata) {}

    private final List<Version> versions = new ArrayList<>();

    void put(String key, byte[] body, Map<String, String> metadata) {
        versions.add(new Version(key, "v" + versions.size(), body, metadata));
        versions.sort(java.util.Comparator.comparing(Version::key));
    }

    void mark(String key) {
        put(key, null, Map.of());
    }

    List<String> keys() {
        return versions.stream().map(Version::key).distinct().toList();
    }

    /** All bytes that any version holds, as text. */
    String all() {
        StringBuilder all = new StringBuilder();
        for (Version version : versions) {
            all.append(version.metadata());
            if (version.body() != null) {
                all.append(new String(version.body(), java.nio.charset.StandardCharsets.UTF_8));
            }
        }
        return all.toString();
    }

    private Version find(String key, String id) {
        return versions.stream()
                .filter(version -> version.key().equals(key) && version.body() != null)
                .filter(version -> id == null || version.id().equals(id))
                .reduce((first, second) -> second)
                .orElseThrow(() -> NoSuchKeyException.builder().message("none").build());
    }

    @Override
    public PutObjectResponse putObject(PutObjectRequest request, RequestBody body) {
        try (var stream = body.contentStreamProvider().newStream()) {
            put(request.key(), stream.readAllBytes(), request.metadata());
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        return PutObjectResponse.builder().build();
    }

    @Override
    public <T> T getObject(GetObjectRequest request, ResponseTransformer<GetObjectResponse, T> transformer) {
        Version version = find(request.key(), request.versionId());
        GetObjectResponse response =
                GetObjectResponse.builder().metadata(version.metadata()).build();
        try {
            return transformer.transform(
                    response, AbortableInputStream.create(new java.io.ByteArrayInputStream(version.body())));
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public ResponseInputStream<GetObjectResponse> getObject(GetObjectRequest request) {
        throw new UnsupportedOperationException();
    }

    @Override
    public HeadObjectResponse headObject(HeadObjectRequest request) {
        return HeadObjectResponse.builder()
                .metadata(find(request.key(), request.versionId()).metadata())
                .build();
    }

    @Override
    public ListObjectVersionsResponse listObjectVersions(ListObjectVersionsRequest request) {
        List<Version> all = versions.stream()
                .filter(version -> version.key().startsWith(request.prefix() == null ? "" : request.prefix()))
                .toList();
        int from = 0;
        if (request.keyMarker() != null) {
            while (from < all.size() && isUpTo(all.get(from), request)) {
                from++;
            }
        }
        List<Version> page = all.subList(from, Math.min(from + PAGE, all.size()));
        boolean isMore = from + PAGE < all.size();
        return ListObjectVersionsResponse.builder()
                .versions(page.stream()
                        .filter(version -> version.body() != null)
                        .map(version -> ObjectVersion.builder()
                                .key(version.key())
                                .versionId(version.id())
                                .build())
                        .toList())
                .deleteMarkers(page.stream()
                        .filter(version -> version.body() == null)
                        .map(version -> DeleteMarkerEntry.builder()
                                .key(version.key())
                                .versionId(version.id())
                                .build())
                        .toList())
                .nextKeyMarker(isMore ? page.getLast().key() : null)
                .nextVersionIdMarker(isMore ? page.getLast().id() : null)
                .build();
    }

    /** In the order of keys, and within one in that of the list: so S3 goes on behind a marker that has been deleted. */
    private static boolean isUpTo(Version version, ListObjectVersionsRequest request) {
        int order = version.key().compareTo(request.keyMarker());
        return order < 0 || (order == 0 && number(version.id()) <= number(request.versionIdMarker()));
    }

    private static int number(String id) {
        return id == null ? Integer.MAX_VALUE : Integer.parseInt(id.substring(1));
    }

    @Override
    public DeleteObjectsResponse deleteObjects(DeleteObjectsRequest request) {
        Map<String, String> meant = new LinkedHashMap<>();
        request.delete().objects().forEach(object -> meant.put(object.versionId(), object.key()));
        versions.removeIf(version -> version.key().equals(meant.get(version.id())));
        return DeleteObjectsResponse.builder().build();
    }

    @Override
    public String serviceName() {
        return "s3";
    }

    @Override
    public void close() {
        // Nothing to close.
    }
}
