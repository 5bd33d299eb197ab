/** Plays senders: what a genuine request of each kind of scheme looks like. */
@NullMarked
package io.weir.cli.sender;

import org.jspecify.annotations.NullMarked;
