/** The functions' log lines, read as a ledger of requests: docs/log.md says what stands in them. */
@NullMarked
package io.weir.operations.aws.ledger;

import org.jspecify.annotations.NullMarked;
