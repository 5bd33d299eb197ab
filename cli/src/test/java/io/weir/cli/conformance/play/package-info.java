/** Tests of how cases are played. */
@NullMarked
package io.weir.cli.conformance.play;

import org.jspecify.annotations.NullMarked;
