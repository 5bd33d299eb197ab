package io.weir.local.files;

import io.weir.json.Json;
import io.weir.worker.action.EventBus;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/** Puts each event into a folder as a {@code .json} file of the shape in which EventBridge delivers it. Thread-safe. */
public final class FolderBus implements EventBus {
    private final Path folder;

    public FolderBus(Path folder) {
        this.folder = folder;
    }

    @Override
    public void put(String bus, String source, String detailType, String detail, Instant time) throws IOException {
        Map<String, Object> event = new LinkedHashMap<>();
        String id = UUID.randomUUID().toString();
        event.put("id", id);
        event.put("bus", bus);
        event.put("source", source);
        event.put("detail-type", detailType);
        event.put("time", time.toString());
        // The detail is JSON already, and kept as it was written.
        String head = Json.write(event);
        String json = head.substring(0, head.length() - 1) + ",\"detail\":" + detail + "}";
        Files.createDirectories(folder);
        Path part = folder.resolve(id + ".part");
        Files.write(part, json.getBytes(StandardCharsets.UTF_8));
        Files.move(part, folder.resolve(id + ".json"), StandardCopyOption.ATOMIC_MOVE);
    }
}
