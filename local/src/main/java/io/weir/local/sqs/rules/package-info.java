/** What SQS admits, how it names things, and how it answers what it does not admit. */
@NullMarked
package io.weir.local.sqs.rules;

import org.jspecify.annotations.NullMarked;
