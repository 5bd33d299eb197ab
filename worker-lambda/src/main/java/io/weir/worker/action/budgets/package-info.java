/** Alerts of AWS Budgets: read from their text, and written as a mail. */
@NullMarked
package io.weir.worker.action.budgets;

import org.jspecify.annotations.NullMarked;
