/** docs/conformance.md, made of what was seen of each receiver. */
@NullMarked
package io.weir.cli.conformance.page;

import org.jspecify.annotations.NullMarked;
