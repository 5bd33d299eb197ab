/** What every action must do, and events to try an action with. */
@NullMarked
package io.weir.action.test;

import org.jspecify.annotations.NullMarked;
