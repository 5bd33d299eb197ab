/** How long questions to the ledger take. */
@NullMarked
package io.weir.benchmarks.ledger;

import org.jspecify.annotations.NullMarked;
