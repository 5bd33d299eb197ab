/** JSON Web Tokens that a sender signs, and the keys of its JWKS. */
@NullMarked
package io.weir.worker.jwt;

import org.jspecify.annotations.NullMarked;
