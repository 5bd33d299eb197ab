/** HTTP requests as the door looks at them, whoever received them. */
@NullMarked
package io.weir.ingest.event;

import org.jspecify.annotations.NullMarked;
