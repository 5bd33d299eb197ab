/** The secrets of the few sources that need one at the door. */
@NullMarked
package io.weir.ingest.secret;

import org.jspecify.annotations.NullMarked;
