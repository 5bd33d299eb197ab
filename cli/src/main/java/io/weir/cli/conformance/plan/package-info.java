/** Cases of conformance as data: what they are, how their files are read, and which of them a scheme has. */
@NullMarked
package io.weir.cli.conformance.plan;

import org.jspecify.annotations.NullMarked;
