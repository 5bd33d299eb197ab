/** What tests of commands, console and makings share: operations in memory, and one table of what any making must do. */
@NullMarked
package io.weir.operations.kit;

import org.jspecify.annotations.NullMarked;
