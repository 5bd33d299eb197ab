package io.weir.worker.action.budgets;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An AWS Budgets alert, read from the text that AWS publishes to SNS. The wording drifts, so every part but the name may
 * be missing.
 *
 * @param budgetName name of the budget
 * @param budgetType for example {@code Cost}
 * @param account account id of 12 digits
 * @param budgeted the budgeted amount
 * @param threshold what was exceeded
 * @param spending what exceeds it
 * @see <a href="https://docs.aws.amazon.com/cost-management/latest/userguide/budgets-sns-policy.html">Budgets and SNS</a>
 */
public record BudgetsAlert(
        String budgetName,
        @Nullable String budgetType,
        @Nullable String account,
        @Nullable Amount budgeted,
        @Nullable Threshold threshold,
        @Nullable Spending spending) {
    /** A threshold with what stands before it, for example {@code >}; that is empty if nothing does. */
    record Threshold(String comparison, Amount amount) {
        @Override
        public String toString() {
            return (comparison + " " + amount).strip();
        }
    }

    /** An actual amount, or one that is forecast. */
    record Spending(boolean forecast, Amount amount) {}

    /** What Budgets publishes when it is given a topic. Nothing is wrong then. */
    public static final String TOPIC_VERIFIED = "SNS Topic Verified!";

    private static final Pattern LINE = Pattern.compile("(?m)^[ \\t]*([A-Za-z][A-Za-z ]{2,40}):[ \\t]*(\\S.*)$");
    private static final Pattern ACCOUNT = Pattern.compile("AWS Account:? +([0-9]{12})\\b");
    private static final Pattern THRESHOLD = Pattern.compile("([<>=]*)\\s*(.*)");

    /** The alert in this text, or null if it is none. */
    public static @Nullable BudgetsAlert parse(String text) {
        Map<String, String> lines = new LinkedHashMap<>();
        Matcher line = LINE.matcher(text);
        while (line.find()) {
            lines.putIfAbsent(
                    line.group(1).strip().toLowerCase(Locale.ROOT),
                    line.group(2).strip());
        }
        String name = lines.get("budget name");
        if (name == null) {
            return null;
        }
        Matcher account = ACCOUNT.matcher(text);
        return new BudgetsAlert(
                name,
                lines.get("budget type"),
                account.find() ? account.group(1) : null,
                Amount.parse(lines.get("budgeted amount")),
                threshold(lines.getOrDefault("alert threshold", "")),
                spending(lines));
    }

    private static @Nullable Threshold threshold(String text) {
        Matcher threshold = THRESHOLD.matcher(text);
        Amount amount = threshold.matches() ? Amount.parse(threshold.group(2)) : null;
        return amount == null ? null : new Threshold(threshold.group(1), amount);
    }

    private static @Nullable Spending spending(Map<String, String> lines) {
        String actual = lines.get("actual amount");
        Amount amount = Amount.parse(actual != null ? actual : lines.get("forecasted amount"));
        return amount == null ? null : new Spending("FORECASTED".equals(lines.get("alert type")), amount);
    }
}
