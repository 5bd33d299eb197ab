package io.weir.cli.schemes;

/** Text in lines of a length. */
final class Wrapped {
    private Wrapped() {}

    /**
     * Breaks at spaces. What has none is not broken.
     *
     * @param first before the first line
     * @param next before each further line
     * @param width of a line in characters, with what stands before it
     */
    static String of(String first, String next, int width, String text) {
        StringBuilder all = new StringBuilder(first);
        int column = first.length();
        boolean isStart = true;
        for (String word : text.strip().split("\\s+", -1)) {
            if (!isStart && column + 1 + word.length() > width) {
                all.append('\n').append(next);
                column = next.length();
                isStart = true;
            }
            all.append(isStart ? "" : " ").append(word);
            column += (isStart ? 0 : 1) + word.length();
            isStart = false;
        }
        return all.append('\n').toString();
    }
}
