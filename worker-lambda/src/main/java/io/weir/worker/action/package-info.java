/** What happens to a genuine event. Holds no AWS client. */
@NullMarked
package io.weir.worker.action;

import org.jspecify.annotations.NullMarked;
