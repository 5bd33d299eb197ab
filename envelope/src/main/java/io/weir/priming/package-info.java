/** Runs a function once before its snapshot is taken, against a server of its own. */
@NullMarked
package io.weir.priming;

import org.jspecify.annotations.NullMarked;
