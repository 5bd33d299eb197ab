package io.weir.cli.operate;

import io.weir.cli.place.Desk;
import picocli.CommandLine;

/** Adds the operator's commands to {@code weir}. */
public final class OperateCommands {
    private OperateCommands() {}

    /** Adds them all. */
    public static void addTo(CommandLine weir, Desk desk) {
        weir.addSubcommand(new StatusCommand(desk));
        weir.addSubcommand(new LsCommand(desk));
        weir.addSubcommand(new ShowCommand(desk));
        weir.addSubcommand(new TailCommand(desk));
        weir.addSubcommand(new RetryCommand(desk));
        weir.addSubcommand(new ReplayCommand(desk));
        weir.addSubcommand(new RmCommand(desk));
        weir.addSubcommand(new PurgeCommand(desk));
        weir.addSubcommand(new ListenCommand(desk));
    }
}
