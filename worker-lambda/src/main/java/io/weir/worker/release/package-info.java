/** When a version of a function may be called: before an alias leads to it, and once a week so that its snapshot is kept. */
@NullMarked
package io.weir.worker.release;

import org.jspecify.annotations.NullMarked;
