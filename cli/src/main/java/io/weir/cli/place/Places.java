package io.weir.cli.place;

import io.weir.operations.Operations;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * How the places are opened where requests are.
 *
 * @param running those of a weir that runs on a data folder
 * @param folders those of a data folder on which none runs
 * @param clouds those of a deployment on AWS
 */
public record Places(Running running, Folders folders, Clouds clouds) {
    /** A weir that runs. */
    @FunctionalInterface
    public interface Running {
        /** Its operations, or null if none answers that runs on the folder. */
        @Nullable
        Operations find(Path data) throws IOException;
    }

    /** A data folder on which no weir runs. */
    @FunctionalInterface
    public interface Folders {
        /**
         * Opens it.
         *
         * @throws io.weir.operations.OperationsException if it is none
         */
        Operations open(Path data) throws IOException;
    }

    /** A deployment on AWS. */
    @FunctionalInterface
    public interface Clouds {
        /**
         * Looks it up.
         *
         * @param region or null for that of the environment
         * @throws io.weir.operations.OperationsException if there is none
         */
        Operations open(String deployment, @Nullable String region) throws IOException;
    }
}
