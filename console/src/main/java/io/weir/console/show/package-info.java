/** How times, bodies, filters and figures are put into words for people. */
@NullMarked
package io.weir.console.show;

import org.jspecify.annotations.NullMarked;
