package io.weir.cli.text;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Rows for a terminal, as columns that fit its width, or for a pipe, as cells with tabs between and no header. On a
 * terminal the first rows decide the widths, so that a long list need not be held until its end.
 */
public final class Table {
    private static final String GAP = "  ";
    private static final int NARROWEST = 6;

    private final Speech speech;
    private final List<String> header;
    private final int fixed;
    private int @Nullable [] widths;

    /**
     * @param fixed how many of the first columns are never cut
     * @param header names of the columns
     */
    public Table(Speech speech, int fixed, String... header) {
        this.speech = speech;
        this.fixed = fixed;
        this.header = List.of(header);
    }

    /** Prints rows: for each column a value, or null where there is none. */
    public void print(List<? extends List<? extends @Nullable Object>> rows) {
        if (!speech.isPeople()) {
            rows.forEach(row -> speech.line(row.stream().map(Cells::raw).collect(Collectors.joining("\t"))));
            return;
        }
        if (rows.isEmpty()) {
            return;
        }
        List<List<String>> shown = new ArrayList<>();
        for (List<? extends @Nullable Object> row : rows) {
            shown.add(row.stream().map(Cells::shown).toList());
        }
        if (widths == null) {
            widths = fit(shown);
            String names = line(
                    header.stream().map(name -> name.toUpperCase(Locale.ROOT)).toList(), widths);
            speech.line(speech.bold(names));
        }
        int[] now = widths;
        shown.forEach(row -> speech.line(line(row, now)));
    }

    private int[] fit(List<List<String>> rows) {
        int[] fitting = new int[header.size()];
        for (int i = 0; i < fitting.length; i++) {
            fitting[i] = Cells.width(header.get(i));
            for (List<String> row : rows) {
                fitting[i] = Math.max(fitting[i], Cells.width(row.get(i)));
            }
        }
        int over = Arrays.stream(fitting).sum() + GAP.length() * (fitting.length - 1) - speech.width();
        while (over > 0) {
            int widest = fixed;
            for (int i = fixed; i < fitting.length; i++) {
                widest = fitting[i] > fitting[widest] ? i : widest;
            }
            if (widest >= fitting.length || fitting[widest] <= NARROWEST) {
                break; // the terminal is too narrow for a table, and wraps it
            }
            fitting[widest]--;
            over--;
        }
        return fitting;
    }

    private String line(List<String> cells, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < widths.length; i++) {
            String cell = Cells.cut(cells.get(i), widths[i]);
            boolean isLast = i == widths.length - 1;
            line.append(speech.coloured(cell, cell));
            line.append(isLast ? "" : " ".repeat(Math.max(0, widths[i] - Cells.width(cell))));
            line.append(isLast ? "" : GAP);
        }
        return line.toString().stripTrailing();
    }
}
