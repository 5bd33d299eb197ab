/** What keeps watch over the threads without which nothing works. */
@NullMarked
package io.weir.local.core;

import org.jspecify.annotations.NullMarked;
