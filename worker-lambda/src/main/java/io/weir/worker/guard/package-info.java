/** What stands around each downstream: a circuit breaker and few retries. The one place where they are configured. */
@NullMarked
package io.weir.worker.guard;

import org.jspecify.annotations.NullMarked;
