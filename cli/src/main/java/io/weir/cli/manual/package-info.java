/** What a package of weir lays beside the command: manual pages and the completion of shells. */
@NullMarked
package io.weir.cli.manual;

import org.jspecify.annotations.NullMarked;
