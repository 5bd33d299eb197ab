/** The two functions as Lambda runs them, and what they cost there. */
@NullMarked
package io.weir.benchmarks.functions;

import org.jspecify.annotations.NullMarked;
