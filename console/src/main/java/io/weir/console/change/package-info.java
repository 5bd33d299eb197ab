/** Changes as they are made from here: written down before, followed while they run. */
@NullMarked
package io.weir.console.change;

import org.jspecify.annotations.NullMarked;
