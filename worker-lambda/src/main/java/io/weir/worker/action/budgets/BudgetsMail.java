package io.weir.worker.action.budgets;

import io.weir.worker.action.budgets.BudgetsAlert.Spending;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A Budgets alert as a mail: what is known of it first, then the text as AWS wrote it. */
public final class BudgetsMail {
    private BudgetsMail() {}

    public static String subject(BudgetsAlert alert) {
        Spending spending = alert.spending();
        String amount = spending == null ? "threshold exceeded" : kind(spending) + " " + spending.amount();
        String of = alert.budgeted() == null ? "" : " of " + alert.budgeted();
        return "AWS budget " + alert.budgetName() + ": " + amount + of;
    }

    /** The mail's text; {@code original} is the text that the alert was read from. */
    public static String text(BudgetsAlert alert, String original) {
        StringBuilder text = new StringBuilder();
        line(text, "Budget", alert.budgetName());
        line(text, "Account", alert.account());
        line(text, "Type", alert.budgetType());
        line(text, "Budgeted", alert.budgeted());
        line(text, "Threshold", alert.threshold());
        Spending spending = alert.spending();
        if (spending != null) {
            line(text, capitalised(kind(spending)), spending.amount());
        }
        return text.append("\nAs AWS Budgets wrote it:\n\n")
                .append(original)
                .append('\n')
                .toString();
    }

    private static String kind(Spending spending) {
        return spending.forecast() ? "forecast" : "actual";
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
