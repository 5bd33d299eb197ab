/** The worker function: what happens to a record of the queue, and the wiring. */
@NullMarked
package io.weir.worker;

import org.jspecify.annotations.NullMarked;
