/** Posting to a door, and what became of what was posted. */
@NullMarked
package io.weir.cli.send;

import org.jspecify.annotations.NullMarked;
