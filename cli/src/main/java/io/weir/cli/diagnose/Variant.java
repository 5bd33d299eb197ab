package io.weir.cli.diagnose;

/**
 * Something as it may have been instead.
 *
 * @param name a clause behind "it matches if"
 */
public record Variant<T>(String name, T value) {}
