package io.weir.verify.token;

import io.weir.verify.RefusedException;

/** A token can be guessed: to be replaced at the sender and in its store. */
public final class ShortTokenException extends RefusedException {
    private static final long serialVersionUID = 1L;

    ShortTokenException(String message) {
        super(message);
    }
}
