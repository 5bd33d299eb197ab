package io.weir.operations;

import org.jspecify.annotations.Nullable;

/**
 * What the operations work on.
 *
 * @param text for people: {@code data folder /srv/weir}, {@code account 123456789012, eu-central-1, deployment weir}
 * @param typed what must be typed before content is purged, or null if a yes suffices
 */
public record Target(String text, @Nullable String typed) {}
