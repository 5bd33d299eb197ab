/** Parameter Store, where sources lie that are too large for a function's environment. */
@NullMarked
package io.weir.parameter;

import org.jspecify.annotations.NullMarked;
