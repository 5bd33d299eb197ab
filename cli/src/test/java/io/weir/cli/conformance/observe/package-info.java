/** Tests of what observes. */
@NullMarked
package io.weir.cli.conformance.observe;

import org.jspecify.annotations.NullMarked;
