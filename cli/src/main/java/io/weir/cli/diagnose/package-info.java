/** Why a request is genuine or not: step by step what was read, signed and expected, and the usual mistakes. */
@NullMarked
package io.weir.cli.diagnose;

import org.jspecify.annotations.NullMarked;
