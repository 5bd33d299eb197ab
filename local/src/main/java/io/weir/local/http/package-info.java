/** The HTTP server in front of the ingest function. */
@NullMarked
package io.weir.local.http;

import org.jspecify.annotations.NullMarked;
