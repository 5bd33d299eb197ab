/** Measurements of whole systems. */
@NullMarked
package io.weir.benchmarks.system;

import org.jspecify.annotations.NullMarked;
