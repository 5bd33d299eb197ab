package io.weir.cli.conformance.observe;

import java.io.IOException;
import java.nio.file.Path;

/** Makes observers of what {@code --observe} says. */
public final class Observers {
    private static final String SINK = "sink=";

    private Observers() {}

    /**
     * {@code status}, {@code sink=HOST:PORT} or a folder.
     *
     * @throws io.weir.config.ConfigurationException if it is none of them
     */
    public static Observer of(String text) throws IOException {
        if (text.equals("status")) {
            return new StatusObserver();
        }
        return text.startsWith(SINK)
                ? SinkObserver.at(text.substring(SINK.length()))
                : FolderObserver.in(Path.of(text));
    }
}
