/** Where the operator's commands work, on which requests, and how they end. */
@NullMarked
package io.weir.cli.place;

import org.jspecify.annotations.NullMarked;
