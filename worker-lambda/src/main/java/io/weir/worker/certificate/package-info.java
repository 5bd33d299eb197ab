/** Certificates to which a request itself points. */
@NullMarked
package io.weir.worker.certificate;

import org.jspecify.annotations.NullMarked;
