/** What {@code weir run} does beside serving: reads the sources anew, loads actions, says how each source stands. */
@NullMarked
package io.weir.cli.run;

import org.jspecify.annotations.NullMarked;
