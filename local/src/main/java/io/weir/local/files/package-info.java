/** Folders that stand in for a bucket, its notifications, mail and an event bus. */
@NullMarked
package io.weir.local.files;

import org.jspecify.annotations.NullMarked;
