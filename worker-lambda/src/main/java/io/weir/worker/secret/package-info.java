/** Shared secrets: where they are kept, and how they are read. */
@NullMarked
package io.weir.worker.secret;

import org.jspecify.annotations.NullMarked;
