/** Confirmation of SNS subscriptions. Holds no AWS client. */
@NullMarked
package io.weir.worker.confirm;

import org.jspecify.annotations.NullMarked;
