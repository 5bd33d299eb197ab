/** The {@code weir} command. */
@NullMarked
package io.weir.cli;

import org.jspecify.annotations.NullMarked;
