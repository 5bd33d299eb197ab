/** Trying again: when, where a record waits meanwhile, and what is known of attempts that never ended. */
@NullMarked
package io.weir.worker.retry;

import org.jspecify.annotations.NullMarked;
