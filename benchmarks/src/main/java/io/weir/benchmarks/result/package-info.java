/** What was measured, as files, and how two measurements compare. */
@NullMarked
package io.weir.benchmarks.result;

import org.jspecify.annotations.NullMarked;
