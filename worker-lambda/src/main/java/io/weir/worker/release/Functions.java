package io.weir.worker.release;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Published versions of functions. Each call throws {@link IOException} for what may pass. */
public interface Functions {
    /**
     * What Lambda says of a version.
     *
     * @param state {@code Pending}, {@code Active}, {@code Inactive} or {@code Failed}
     * @param reason why it is so, possibly empty
     */
    record Version(String state, String reason) {}

    /** A version, or null if there is none of this number. */
    @Nullable
    Version find(String function, String version) throws IOException;

    /** Calls a version without an effect. What it says if it fails; null if it answers. */
    @Nullable
    String ping(String function, String version) throws IOException;

    /** The numbers of all versions. */
    List<String> versions(String function) throws IOException;

    /** The numbers of those that an alias names, also those that it names for a share of the calls. */
    Set<String> named(String function) throws IOException;

    /** Deletes a version. */
    void delete(String function, String version) throws IOException;
}
