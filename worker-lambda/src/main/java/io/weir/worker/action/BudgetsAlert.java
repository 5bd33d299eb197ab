package io.weir.worker.action;

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
 * @param alertType {@code ACTUAL} or {@code FORECASTED}
 * @param budgeted the budgeted amount
 * @param threshold the alert's threshold
 * @param comparison what stands before the threshold, for example {@code >}
 * @param amount the actual or forecast amount
 * @see <a href="https://docs.aws.amazon.com/cost-management/latest/userguide/budgets-sns-policy.html">Budgets and SNS</a>
 */
record BudgetsAlert(
        String budgetName,
        @Nullable String budgetType,
        @Nullable String account,
        @Nullable String alertType,
        @Nullable Amount budgeted,
        @Nullable String comparison,
        @Nullable Amount threshold,
        @Nullable Amount amount) {
    /** What Budgets publishes when it is given a topic. Nothing is wrong then. */
    static final String TOPIC_VERIFIED = "SNS Topic Verified!";

    private static final Pattern LINE = Pattern.compile("(?m)^[ \\t]*([A-Za-z][A-Za-z ]{2,40}):[ \\t]*(\\S.*)$");
    private static final Pattern ACCOUNT = Pattern.compile("AWS Account:? +([0-9]{12})\\b");
    private static final Pattern THRESHOLD = Pattern.compile("([<>=]*)\\s*(.*)");

    /** The alert in this text, or null if it is none. */
    static @Nullable BudgetsAlert parse(String text) {
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
        Matcher threshold = THRESHOLD.matcher(lines.getOrDefault("alert threshold", ""));
        String actual = lines.get("actual amount");
        return new BudgetsAlert(
                name,
                lines.get("budget type"),
                account.find() ? account.group(1) : null,
                lines.get("alert type"),
                Amount.parse(lines.get("budgeted amount")),
                threshold.matches() && !threshold.group(1).isEmpty() ? threshold.group(1) : null,
                threshold.matches() ? Amount.parse(threshold.group(2)) : null,
                Amount.parse(actual != null ? actual : lines.get("forecasted amount")));
    }
}
