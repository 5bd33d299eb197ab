/** Plays cases: makes requests as senders do, changes them, lays them on the wire, and judges what is observed. */
@NullMarked
package io.weir.cli.conformance.play;

import org.jspecify.annotations.NullMarked;
