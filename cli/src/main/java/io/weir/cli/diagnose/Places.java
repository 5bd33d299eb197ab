package io.weir.cli.diagnose;

import io.weir.envelope.scheme.FieldLocation;
import java.util.List;
import java.util.stream.Collectors;

/** Places of a request as a person would call them. */
public final class Places {
    private Places() {}

    /** One place. */
    public static String name(FieldLocation at) {
        return switch (at) {
            case FieldLocation.Header(String header) -> "header " + header;
            case FieldLocation.Query(String parameter) -> "parameter " + parameter + " of the URL";
            case FieldLocation.Body(List<String> path) -> "field /" + String.join("/", path) + " of the body";
        };
    }

    /** Several, any of which may do. */
    public static String name(List<FieldLocation> places) {
        return places.stream().map(Places::name).collect(Collectors.joining(" or the "));
    }
}
