package io.weir.verify.signature;

/** Tells whether a request was signed with it. Thread-safe. */
sealed interface RequestKey permits SigningKey, VerifyingKey {
    /** Whether one of the signatures was made of this input. Every one is tried, so that the time taken tells nothing. */
    boolean matches(SignedInput input, SignatureHeader signatures);
}
