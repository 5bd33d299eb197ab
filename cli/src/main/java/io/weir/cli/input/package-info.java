/** What commands read: sources, secrets, headers, certificates; what is wrong with one is said in a sentence. */
@NullMarked
package io.weir.cli.input;

import org.jspecify.annotations.NullMarked;
