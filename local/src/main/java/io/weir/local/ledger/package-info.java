/** What became of each request, beside the queue and in its transactions. */
@NullMarked
package io.weir.local.ledger;

import org.jspecify.annotations.NullMarked;
