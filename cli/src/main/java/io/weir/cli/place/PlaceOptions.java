package io.weir.cli.place;

import io.weir.operations.Operations;
import io.weir.operations.OperationsException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Where a command works: a running weir, its data folder, or a deployment on AWS. */
public final class PlaceOptions {
    private static final Path DEFAULT = Path.of(".weir");

    @Spec(Spec.Target.MIXEE)
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Option(names = "--data", description = "Data folder, whether a weir runs on it or not. Default: .weir")
    private Path data = DEFAULT;

    @Option(names = "--aws", paramLabel = "NAME", description = "Deployment of this name on AWS")
    private @Nullable String aws;

    @Option(names = "--region", description = "Region of the deployment. Default: that of the environment")
    private @Nullable String region;

    /** What a command does with the operations. */
    @FunctionalInterface
    public interface Work {
        /** Returns the exit code. */
        int with(Operations operations) throws IOException, InterruptedException;
    }

    /** Opens the operations, works with them, and makes of what failed a sentence and an exit code. */
    public int with(Desk desk, Work work) throws InterruptedException {
        return with(desk, this::open, work);
    }

    /** The same where something happens by itself: see {@link #openLive}. */
    public int withLive(Desk desk, Work work) throws InterruptedException {
        return with(desk, this::openLive, work);
    }

    @FunctionalInterface
    private interface Opening {
        Operations open(Places places) throws IOException;
    }

    private static int with(Desk desk, Opening opening, Work work) throws InterruptedException {
        Operations operations;
        try {
            operations = opening.open(desk.places());
        } catch (IOException e) {
            desk.speech().say(why(e));
            return Exit.UNREACHABLE;
        }
        try (operations) {
            return work.with(operations);
        } catch (OperationsException e) {
            desk.speech().say(why(e));
            return Exit.FAILED;
        } catch (IOException e) {
            desk.speech().say(why(e));
            return Exit.UNREACHABLE;
        }
    }

    private Operations open(Places places) throws IOException {
        Operations live = live(places);
        return live == null ? places.folders().open(data) : live;
    }

    /**
     * The operations of a running weir, or of AWS. Never the folder itself: nothing happens there while no weir runs, and
     * whoever held it open would keep the next one from starting.
     *
     * @throws OperationsException if no weir runs
     */
    public Operations openLive(Places places) throws IOException {
        Operations live = live(places);
        if (live == null) {
            throw new OperationsException("no weir runs on " + data);
        }
        return live;
    }

    private @Nullable Operations live(Places places) throws IOException {
        if (aws != null) {
            if (!data.equals(DEFAULT)) {
                throw usage("--aws and --data: expected one of them");
            }
            return places.clouds().open(aws, region);
        }
        if (region != null) {
            throw usage("--region: expected with --aws alone");
        }
        return places.running().find(data);
    }

    /** The options that name the place, for a command that somebody types next. */
    public String text() {
        if (aws != null) {
            return " --aws " + aws + (region == null ? "" : " --region " + region);
        }
        return data.equals(DEFAULT) ? "" : " --data " + data;
    }

    static String why(IOException fault) {
        String message = fault.getMessage();
        if (fault instanceof AccessDeniedException) {
            return message + ": permission denied";
        }
        return message == null ? fault.getClass().getSimpleName() : message;
    }

    /** What is thrown for wrong usage. */
    public CommandLine.ParameterException usage(String message) {
        return new CommandLine.ParameterException(spec.commandLine(), message);
    }
}
