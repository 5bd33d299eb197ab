/** One effect an event, however often it comes: claims, leases and what is done. Holds no AWS client. */
@NullMarked
package io.weir.worker.claim;

import org.jspecify.annotations.NullMarked;
