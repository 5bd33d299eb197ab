/** What is fetched to verify by: certificates and key sets, by URL, kept in memory and asked for sparingly. */
@NullMarked
package io.weir.worker.fetch;

import org.jspecify.annotations.NullMarked;
