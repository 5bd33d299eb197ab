/** The lines in which both functions tell what they did, and the figures that they count. */
@NullMarked
package io.weir.log;

import org.jspecify.annotations.NullMarked;
