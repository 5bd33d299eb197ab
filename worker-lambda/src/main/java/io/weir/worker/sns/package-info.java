/** Amazon SNS: messages, their certificates and signatures, and the confirmation of subscriptions. */
@NullMarked
package io.weir.worker.sns;

import org.jspecify.annotations.NullMarked;
