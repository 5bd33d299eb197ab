/** Which events an action is performed for: EventBridge patterns, by AWS's own event-ruler. Holds no AWS client. */
@NullMarked
package io.weir.worker.filter;

import org.jspecify.annotations.NullMarked;
