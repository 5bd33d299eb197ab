/** Signed webhooks: a scheme as data, and the one engine that verifies and signs by it. */
@NullMarked
package io.weir.verify.signature;

import org.jspecify.annotations.NullMarked;
