/** The operator's listener as the commands start it. */
@NullMarked
package io.weir.cli.console;

import org.jspecify.annotations.NullMarked;
