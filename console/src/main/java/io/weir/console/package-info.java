/** The operator's listener: pages for people, an interface for commands, figures for Prometheus. */
@NullMarked
package io.weir.console;

import org.jspecify.annotations.NullMarked;
