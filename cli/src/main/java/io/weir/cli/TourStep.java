package io.weir.cli;

/**
 * One request of the tour and what became of it.
 *
 * @param request what was sent
 * @param expected what it should come to: status of the door, then outcome and reason of the worker if there is one
 * @param actual what it came to, in the same words
 * @param answer status of the door
 * @param outcome of the worker
 * @param place where a person can see the effect
 */
record TourStep(String request, String expected, String actual, String answer, String outcome, String place) {
    boolean isAsExpected() {
        return expected.equals(actual);
    }

    /** This step, when an effect that it should have had did not come true. */
    TourStep without(String effect) {
        return new TourStep(request, expected + " with " + effect, actual + " without", answer, outcome, place);
    }
}
