/** Topics of this machine, which sign as SNS does. */
@NullMarked
package io.weir.local.topic;

import org.jspecify.annotations.NullMarked;
