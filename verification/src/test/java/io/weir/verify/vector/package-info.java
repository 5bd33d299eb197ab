/** The examples in the files of the presets, and forgeries of them. */
@NullMarked
package io.weir.verify.vector;

import org.jspecify.annotations.NullMarked;
