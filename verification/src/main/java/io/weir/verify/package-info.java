/** The verdict on a request, whatever its scheme. */
@NullMarked
package io.weir.verify;

import org.jspecify.annotations.NullMarked;
