/** Tests of the cases' files. */
@NullMarked
package io.weir.cli.conformance.plan;

import org.jspecify.annotations.NullMarked;
