/** How the requests of a sender are proven genuine: schemes as data, and those that have a name. */
@NullMarked
package io.weir.envelope.scheme;

import org.jspecify.annotations.NullMarked;
