/** Both functions on one machine: durable queue, HTTP front, event source mapping, and what stands in for AWS. */
@NullMarked
package io.weir.local;

import org.jspecify.annotations.NullMarked;
