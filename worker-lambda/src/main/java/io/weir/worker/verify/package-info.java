/** The verdict on a request, whatever its scheme. */
@NullMarked
package io.weir.worker.verify;

import org.jspecify.annotations.NullMarked;
