/** Judges one webhook with keys that a person gives, by the same code as the worker. */
@NullMarked
package io.weir.cli.judge;

import org.jspecify.annotations.NullMarked;
