/** Genuine or not. Holds no AWS client. */
@NullMarked
package io.weir.worker.verify;

import org.jspecify.annotations.NullMarked;
