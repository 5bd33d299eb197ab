/** The interface for commands: the operations over HTTP, for whoever has the token. */
@NullMarked
package io.weir.console.api;

import org.jspecify.annotations.NullMarked;
