package io.weir.worker.action;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A Budgets alert as a mail: what is known of it first, then the text as AWS wrote it. */
final class BudgetsMail {
    private BudgetsMail() {}

    static String subject(BudgetsAlert alert) {
        String amount = alert.amount() == null ? "threshold exceeded" : amountKind(alert) + " " + alert.amount();
        String of = alert.budgeted() == null ? "" : " of " + alert.budgeted();
        return "AWS budget " + alert.budgetName() + ": " + amount + of;
    }

    static String text(BudgetsAlert alert, String original) {
        StringBuilder text = new StringBuilder();
        line(text, "Budget", alert.budgetName());
        line(text, "Account", alert.account());
        line(text, "Type", alert.budgetType());
        line(text, "Budgeted", alert.budgeted());
        line(
                text,
                "Threshold",
                alert.threshold() == null
                        ? null
                        : (alert.comparison() == null ? "" : alert.comparison() + " ") + alert.threshold());
        line(text, capitalised(amountKind(alert)), alert.amount());
        return text.append("\nAs AWS Budgets wrote it:\n\n")
                .append(original)
                .append('\n')
                .toString();
    }

    private static String amountKind(BudgetsAlert alert) {
        return "FORECASTED".equals(alert.alertType()) ? "forecast" : "actual";
    }

    private static String capitalised(String word) {
        return word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1);
    }

    private static void line(StringBuilder text, String name, @Nullable Object value) {
        if (value != null) {
            text.append(String.format("%-10s %s\n", name + ":", value));
        }
    }
}
