/** Adapters over HTTP: certificates and key sets, and requests of the action {@code http}. */
@NullMarked
package io.weir.worker.http;

import org.jspecify.annotations.NullMarked;
