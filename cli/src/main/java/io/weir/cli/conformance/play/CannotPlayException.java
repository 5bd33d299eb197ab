package io.weir.cli.conformance.play;

import java.io.Serial;

/** That a step cannot be made for this scheme or with these options: its case is not judged. The message says why. */
public final class CannotPlayException extends Exception {
    @Serial
    private static final long serialVersionUID = 1;

    public CannotPlayException(String why) {
        super(why);
    }
}
