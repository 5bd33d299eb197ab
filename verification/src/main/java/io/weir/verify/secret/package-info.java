/** Shared secrets: where they are kept, and how they are read. */
@NullMarked
package io.weir.verify.secret;

import org.jspecify.annotations.NullMarked;
