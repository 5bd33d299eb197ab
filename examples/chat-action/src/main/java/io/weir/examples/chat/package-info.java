/** An action of one's own: one class, one line in META-INF/services, one test. */
@NullMarked
package io.weir.examples.chat;

import org.jspecify.annotations.NullMarked;
