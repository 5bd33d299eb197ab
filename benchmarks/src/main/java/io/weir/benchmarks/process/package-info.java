/** Processes that are measured, and what the kernel says about them. */
@NullMarked
package io.weir.benchmarks.process;

import org.jspecify.annotations.NullMarked;
