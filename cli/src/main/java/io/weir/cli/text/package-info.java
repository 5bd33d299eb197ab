/** How commands speak: to a terminal or a pipe, in tables, lines and sentences. */
@NullMarked
package io.weir.cli.text;

import org.jspecify.annotations.NullMarked;
