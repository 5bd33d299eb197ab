/** What Weir is measured beside. */
@NullMarked
package io.weir.benchmarks.peer;

import org.jspecify.annotations.NullMarked;
