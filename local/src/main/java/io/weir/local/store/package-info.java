/** The one file of the single-machine mode, and the claims in it. */
@NullMarked
package io.weir.local.store;

import org.jspecify.annotations.NullMarked;
