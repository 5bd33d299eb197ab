/** What goes on until it is ended: watching what happens, and forwarding it. */
@NullMarked
package io.weir.cli.follow;

import org.jspecify.annotations.NullMarked;
