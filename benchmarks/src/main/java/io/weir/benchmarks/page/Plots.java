package io.weir.benchmarks.page;

import io.weir.benchmarks.result.Figure;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.knowm.xchart.VectorGraphicsEncoder;
import org.knowm.xchart.VectorGraphicsEncoder.VectorGraphicsFormat;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.style.Styler;

/** The plots of the page, as SVG. Where letters stand depends on the fonts of the machine that makes them. */
final class Plots {
    private static final List<Integer> WAITING = List.of(0, 10_000, 100_000, 1_000_000);

    private final Measured measured;

    private Plots(Measured measured) {
        this.measured = measured;
    }

    static void write(Measured measured, Path folder) throws IOException {
        System.setProperty("java.awt.headless", "true");
        Plots plots = new Plots(measured);
        save(plots.acknowledged(), folder.resolve("acknowledged.svg"));
        save(plots.waiting(), folder.resolve("waiting.svg"));
    }

    private static void save(XYChart chart, Path file) throws IOException {
        if (!chart.getSeriesMap().isEmpty()) { // without data there is nothing to draw
            try (OutputStream output = Files.newOutputStream(file)) {
                VectorGraphicsEncoder.saveVectorGraphic(chart, output, VectorGraphicsFormat.SVG);
            }
        }
    }

    private XYChart acknowledged() {
        XYChart chart = chart("acknowledged a second", "senders");
        for (Map.Entry<String, String> system : Tables.systems().entrySet()) {
            List<Double> x = new ArrayList<>();
            List<Double> y = new ArrayList<>();
            for (int senders : Tables.SENDERS) {
                add("Acknowledge", system.getKey() + "/" + senders + "/rate", senders, x, y);
            }
            addSeries(chart, system.getValue(), x, y);
        }
        return chart;
    }

    private XYChart waiting() {
        XYChart chart = chart("ms", "messages that wait");
        Map<String, String> what =
                Map.of("p50", "p50 of an answer", "health", "/-/health", "page", "a page of the ledger");
        for (String column : List.of("p50", "health", "page")) {
            List<Double> x = new ArrayList<>();
            List<Double> y = new ArrayList<>();
            for (int waiting : WAITING) {
                add("Waiting", "waiting/" + waiting + "/" + column, Math.max(1, waiting), x, y);
            }
            addSeries(chart, what.getOrDefault(column, column), x, y);
        }
        return chart;
    }

    private void add(String result, String name, double at, List<Double> x, List<Double> y) {
        Optional<Figure> figure = measured.figure(result, name);
        if (figure.isPresent() && figure.get().median() > 0) { // on a scale of powers there is no zero
            x.add(at);
            y.add(figure.get().median());
        }
    }

    private static void addSeries(XYChart chart, String name, List<Double> x, List<Double> y) {
        if (!x.isEmpty()) {
            chart.addSeries(name, x, y);
        }
    }

    private static XYChart chart(String y, String x) {
        XYChart chart = new XYChartBuilder()
                .width(900)
                .height(480)
                .xAxisTitle(x)
                .yAxisTitle(y)
                .build();
        chart.getStyler().setXAxisLogarithmic(true).setYAxisLogarithmic(true);
        chart.getStyler().setLegendPosition(Styler.LegendPosition.OutsideE);
        return chart;
    }
}
