/** Key pairs of the senders that are played. */
@NullMarked
package io.weir.cli.key;

import org.jspecify.annotations.NullMarked;
