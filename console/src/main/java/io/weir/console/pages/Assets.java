package io.weir.console.pages;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The style sheet, the script and the icon. They hold nothing to be kept from anyone. */
final class Assets {
    /** Bytes with their type. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Asset(String type, byte[] bytes) {}

    private final Map<String, Asset> byPath = new LinkedHashMap<>();

    Assets() {
        load("/style.css", "text/css; charset=utf-8");
        load("/script.js", "text/javascript; charset=utf-8");
        load("/icon.svg", "image/svg+xml");
    }

    private void load(String path, String type) {
        try (InputStream stream = Assets.class.getResourceAsStream("/io/weir/console/pages" + path)) {
            if (stream == null) {
                throw new IllegalStateException("no resource " + path);
            }
            byPath.put(path, new Asset(type, stream.readAllBytes()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Nullable
    Asset find(String path) {
        return byPath.get(path);
    }
}
