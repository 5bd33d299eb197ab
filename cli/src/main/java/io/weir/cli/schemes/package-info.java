/** Shows the presets: in a terminal, and as a part of the documentation. */
@NullMarked
package io.weir.cli.schemes;

import org.jspecify.annotations.NullMarked;
