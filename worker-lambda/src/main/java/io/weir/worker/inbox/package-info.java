/** What lies under inbox/ in the bucket: deleted once it is settled, told to the queue again where that was forgotten. */
@NullMarked
package io.weir.worker.inbox;

import org.jspecify.annotations.NullMarked;
