/** What an operator can see of requests and do with them, whatever holds them. */
@NullMarked
package io.weir.operations;

import org.jspecify.annotations.NullMarked;
