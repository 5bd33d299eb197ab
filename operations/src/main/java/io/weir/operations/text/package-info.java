/** How what strangers wrote is shown to people: secrets blanked, control characters as escapes. */
@NullMarked
package io.weir.operations.text;

import org.jspecify.annotations.NullMarked;
