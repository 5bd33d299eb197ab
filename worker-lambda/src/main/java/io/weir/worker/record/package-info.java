/** A record of the queue and its outcome: what all rooms of the worker speak of. */
@NullMarked
package io.weir.worker.record;

import org.jspecify.annotations.NullMarked;
