/** The operations of a weir that runs in another process: its client, and the file that says where it is. */
@NullMarked
package io.weir.operations.remote;

import org.jspecify.annotations.NullMarked;
