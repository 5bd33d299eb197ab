/** What the documents say is true: names, links, words, commands. */
@NullMarked
package io.weir.docs;

import org.jspecify.annotations.NullMarked;
