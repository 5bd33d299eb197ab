/** Figures for Prometheus, under the names that they have on CloudWatch. */
@NullMarked
package io.weir.local.metrics;

import org.jspecify.annotations.NullMarked;
