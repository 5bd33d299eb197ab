/** Senders of signed requests, which cost less than what they measure. */
@NullMarked
package io.weir.benchmarks.load;

import org.jspecify.annotations.NullMarked;
