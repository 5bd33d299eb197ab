/** Requests to hosts that a configuration names: the adapter of the action {@code http}. */
@NullMarked
package io.weir.worker.http;

import org.jspecify.annotations.NullMarked;
