/** The console's pages. Their templates lie in {@code src/main/jte} and are compiled into this package. */
@NullMarked
package io.weir.console.pages;

import org.jspecify.annotations.NullMarked;
