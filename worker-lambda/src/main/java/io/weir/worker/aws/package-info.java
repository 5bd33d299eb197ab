/** Adapters: the AWS implementations of the interfaces of the other packages. */
@NullMarked
package io.weir.worker.aws;

import org.jspecify.annotations.NullMarked;
