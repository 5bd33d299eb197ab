/** The operator's commands: they see and change requests by the operations alone, wherever those are. */
@NullMarked
package io.weir.cli.operate;

import org.jspecify.annotations.NullMarked;
