/** docs/performance.md and its plots, made from the results. */
@NullMarked
package io.weir.benchmarks.page;

import org.jspecify.annotations.NullMarked;
