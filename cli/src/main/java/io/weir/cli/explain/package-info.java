/** Why a request is genuine or not, whatever its scheme. */
@NullMarked
package io.weir.cli.explain;

import org.jspecify.annotations.NullMarked;
