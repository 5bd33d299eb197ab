/** Looks at configuration, secrets, targets and folder before a request does. */
@NullMarked
package io.weir.cli.check;

import org.jspecify.annotations.NullMarked;
