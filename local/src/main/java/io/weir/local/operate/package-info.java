/** What an operator can see and do on one machine. */
@NullMarked
package io.weir.local.operate;

import org.jspecify.annotations.NullMarked;
