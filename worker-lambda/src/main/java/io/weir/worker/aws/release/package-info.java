/** The functions of an account, as Lambda's API tells of them. */
@NullMarked
package io.weir.worker.aws.release;

import org.jspecify.annotations.NullMarked;
