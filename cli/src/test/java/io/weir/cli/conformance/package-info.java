/** Tests of the command, and Weir as a receiver. */
@NullMarked
package io.weir.cli.conformance;

import org.jspecify.annotations.NullMarked;
