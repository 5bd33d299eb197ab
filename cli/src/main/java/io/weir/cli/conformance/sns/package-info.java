/** Messages of SNS as cases want them, with the keys and certificates that belong to them. */
@NullMarked
package io.weir.cli.conformance.sns;

import org.jspecify.annotations.NullMarked;
