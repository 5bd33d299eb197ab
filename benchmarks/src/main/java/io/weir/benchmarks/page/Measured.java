package io.weir.benchmarks.page;

import io.weir.benchmarks.result.Figure;
import io.weir.benchmarks.result.Numbers;
import io.weir.benchmarks.result.Ratio;
import io.weir.benchmarks.result.Result;
import java.util.List;
import java.util.Optional;

/** All results that are there. */
record Measured(List<Result> results) {
    Optional<Result> result(String name) {
        return results.stream().filter(result -> result.name().equals(name)).findFirst();
    }

    Optional<Ratio> ratio(String result, String name) {
        return result(result).flatMap(one -> one.ratio(name));
    }

    Optional<Figure> figure(String result, String name) {
        return result(result).flatMap(one -> one.figure(name));
    }

    /** The middle of a quantity, or a dash where it was not measured. */
    String text(String result, String name) {
        return figure(result, name).map(one -> Numbers.brief(one.median())).orElse("-");
    }
}
