/** The ingest function: an HTTP event in, the envelope on the queue, 200 out. */
@NullMarked
package io.weir.ingest;

import org.jspecify.annotations.NullMarked;
