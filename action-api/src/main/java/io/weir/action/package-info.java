/** What an action implements, and what it sees of an event. A jar with an action needs this and nothing of a function. */
@NullMarked
package io.weir.action;

import org.jspecify.annotations.NullMarked;
