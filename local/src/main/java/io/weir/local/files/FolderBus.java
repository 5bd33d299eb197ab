package io.weir.local.files;

import io.weir.json.Json;
import io.weir.worker.action.EventBus;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/** Puts each event into a folder as a {@code .json} file of the shape in which EventBridge delivers it; on disk
 * when a call returns. Thread-safe. */
public final class FolderBus implements EventBus {
    private final Path folder;
    private final Disk disk;

    public FolderBus(Path folder) throws IOException {
        this(folder, Disk.REAL);
    }

    FolderBus(Path folder, Disk disk) throws IOException {
        this.folder = disk.folder(folder);
        this.disk = disk;
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
        disk.place(folder.resolve(id + ".json"), json.getBytes(StandardCharsets.UTF_8));
    }
}
