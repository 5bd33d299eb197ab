/** {@code weir conformance}: plays every case against a receiver and says which it fails. */
@NullMarked
package io.weir.cli.conformance;

import org.jspecify.annotations.NullMarked;
