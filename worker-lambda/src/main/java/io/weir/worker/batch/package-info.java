/** Records of a batch: one outcome each, a time budget, partial failures. Holds no AWS client. */
@NullMarked
package io.weir.worker.batch;

import org.jspecify.annotations.NullMarked;
