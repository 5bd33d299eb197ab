/** Which sources exist and how each is proven genuine: the one JSON object that both functions read. */
@NullMarked
package io.weir.envelope.source;

import org.jspecify.annotations.NullMarked;
