package io.weir.console.show;

import java.util.HexFormat;

/** Bytes in rows of 16. */
final class Hex {
    /** More are not shown: nobody reads them on a page. */
    private static final int MOST = 4096;

    private static final int ROW = 16;

    private Hex() {}

    static String of(byte[] bytes) {
        StringBuilder text = new StringBuilder();
        int shown = Math.min(bytes.length, MOST);
        for (int start = 0; start < shown; start += ROW) {
            int end = Math.min(start + ROW, shown);
            String hex = HexFormat.ofDelimiter(" ").formatHex(bytes, start, end);
            text.append(String.format("%08x  %-48s  %s%n", start, hex, ascii(bytes, start, end)));
        }
        if (shown < bytes.length) {
            text.append(bytes.length - shown).append(" bytes more\n");
        }
        return text.toString().replace("\r\n", "\n");
    }

    private static String ascii(byte[] bytes, int start, int end) {
        StringBuilder text = new StringBuilder();
        for (int i = start; i < end; i++) {
            text.append(bytes[i] >= ' ' && bytes[i] <= '~' ? (char) bytes[i] : '.');
        }
        return text.toString();
    }
}
