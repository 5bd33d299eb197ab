/**
 * The contract between the functions: a received request and how it is laid in an SQS message. No AWS client, no I/O.
 */
@NullMarked
package io.weir.envelope;

import org.jspecify.annotations.NullMarked;
