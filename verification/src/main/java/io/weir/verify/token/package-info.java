/** Shared secrets that a sender shows with each request. */
@NullMarked
package io.weir.verify.token;

import org.jspecify.annotations.NullMarked;
