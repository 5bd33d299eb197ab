package io.weir.worker.fetch;

import java.time.Duration;

/**
 * What documents of a kind are called, and how long each is kept.
 *
 * @param noun in messages: {@code certificate}
 * @param kept what was read
 * @param rejectionKept that the host had nothing that could be read
 * @param faultKept that the host could not be asked
 * @param refreshed least time between two fetches of a document that is known, for {@link Documents#refresh}
 */
public record Keeping(String noun, Duration kept, Duration rejectionKept, Duration faultKept, Duration refreshed) {}
