/** Durable objects by key. */
@NullMarked
package io.weir.worker.bucket;

import org.jspecify.annotations.NullMarked;
