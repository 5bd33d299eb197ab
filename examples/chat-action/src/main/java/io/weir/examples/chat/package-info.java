/** An action of your own: a provider, an action, one line in META-INF/services, one test. */
@NullMarked
package io.weir.examples.chat;

import org.jspecify.annotations.NullMarked;
