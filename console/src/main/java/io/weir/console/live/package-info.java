/** Tells open pages of what happens. */
@NullMarked
package io.weir.console.live;

import org.jspecify.annotations.NullMarked;
