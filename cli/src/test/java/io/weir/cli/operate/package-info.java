/** The operator's commands against operations in memory. */
@NullMarked
package io.weir.cli.operate;

import org.jspecify.annotations.NullMarked;
