/** Small, strict JSON: trees of JDK types over jackson-core's streaming parser. */
@NullMarked
package io.weir.json;

import org.jspecify.annotations.NullMarked;
