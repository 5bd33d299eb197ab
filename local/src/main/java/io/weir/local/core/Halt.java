package io.weir.local.core;

import java.io.PrintStream;
import java.util.function.IntConsumer;

/**
 * What happens when an {@link Error} reaches the top of a thread without which nothing works: out of memory, a stack that
 * overflowed, a class that is missing. Such a process cannot be trusted any more, and nothing that it accepted is lost when
 * it ends: it ends at once, with a line, and whoever started it starts it again.
 */
@FunctionalInterface
public interface Halt {
    /** As {@code -XX:+ExitOnOutOfMemoryError} has it. */
    int EXIT_CODE = 3;

    /** Ends this process. */
    Halt PROCESS = with(System.err, Runtime.getRuntime()::halt);

    void because(String thread, Throwable error);

    /** With memory exhausted even the line may fail; the end must not. */
    static Halt with(PrintStream err, IntConsumer exit) {
        return (thread, error) -> {
            try {
                err.println("weir: ended by an error in thread " + thread + ": " + error);
                err.flush();
            } finally {
                exit.accept(EXIT_CODE);
            }
        };
    }

    /** For the threads that nobody watches otherwise: one that ran out of memory ends the process as well. */
    static void onUncaught() {
        Thread.setDefaultUncaughtExceptionHandler((thread, error) -> {
            if (error instanceof VirtualMachineError) {
                PROCESS.because(thread.getName(), error);
            }
            System.err.println("weir: thread " + thread.getName() + " ended: " + error);
        });
    }
}
