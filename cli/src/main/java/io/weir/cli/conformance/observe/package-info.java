/** Observes what a receiver makes of requests: its answers, what it forwards, what it writes. */
@NullMarked
package io.weir.cli.conformance.observe;

import org.jspecify.annotations.NullMarked;
