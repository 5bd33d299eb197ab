/** Requests that are no events: which rule applies to one, and what its answer is signed with. */
@NullMarked
package io.weir.verify.handshake;

import org.jspecify.annotations.NullMarked;
