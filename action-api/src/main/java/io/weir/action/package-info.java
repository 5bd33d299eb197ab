/** What an action implements, and what it sees of an event. */
@NullMarked
package io.weir.action;

import org.jspecify.annotations.NullMarked;
