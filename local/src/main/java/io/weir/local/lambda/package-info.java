/** What Lambda does around a function: the event source mapping, its events, its context. */
@NullMarked
package io.weir.local.lambda;

import org.jspecify.annotations.NullMarked;
