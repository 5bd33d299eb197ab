/** JMH and side-by-side runs. */
@NullMarked
package io.weir.benchmarks;

import org.jspecify.annotations.NullMarked;
