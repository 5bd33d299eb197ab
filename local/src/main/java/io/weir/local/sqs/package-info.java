/** SQS in this process, on the store. */
@NullMarked
package io.weir.local.sqs;

import org.jspecify.annotations.NullMarked;
