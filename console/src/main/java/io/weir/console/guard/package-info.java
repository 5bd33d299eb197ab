/** What stands before the pages: each rule that keeps strangers out is a handler of its own. */
@NullMarked
package io.weir.console.guard;

import org.jspecify.annotations.NullMarked;
