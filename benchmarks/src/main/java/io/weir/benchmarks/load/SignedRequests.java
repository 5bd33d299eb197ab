package io.weir.benchmarks.load;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * POSTs as GitHub makes them, each with a body and an id of its own. Only what differs is written for each: the sender's
 * share of the processor is what the door does not get.
 */
public final class SignedRequests implements Requests {
    /** Ids of all runs differ, as they start from the time. */
    private static final AtomicLong NEXT = new AtomicLong(System.currentTimeMillis() << 20);

    private static final String ALGORITHM = "HmacSHA256";
    private static final HexFormat HEX = HexFormat.of();
    private static final int UNIQUE_BYTES = 16;
    private static final String BODY_START = "{\"order\":\"";
    private static final String BODY_END = "\"}";
    private static final String BODY_MIDDLE = "\",\"note\":\"";
    private static final int LEAST = BODY_START.length() + UNIQUE_BYTES + BODY_MIDDLE.length() + BODY_END.length();

    private final List<String> paths;
    private final Mac mac;
    private final byte[] rest;
    private int turn;

    /**
     * @param paths to which to post in turn
     * @param bodyBytes length of each body
     */
    public SignedRequests(List<String> paths, byte[] secret, int bodyBytes) {
        if (bodyBytes < LEAST) {
            throw new IllegalArgumentException("a body has at least " + LEAST + " bytes");
        }
        this.paths = List.copyOf(paths);
        this.rest = (BODY_MIDDLE + "x".repeat(bodyBytes - LEAST) + BODY_END).getBytes(US_ASCII);
        try {
            mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(secret, ALGORITHM));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e); // every Java has it
        }
    }

    @Override
    public ByteBuffer[] next() {
        String id = HEX.toHexDigits(NEXT.getAndIncrement());
        byte[] start = (BODY_START + id).getBytes(US_ASCII);
        mac.update(start);
        String signature = HEX.formatHex(mac.doFinal(rest));
        String path = paths.get(turn);
        turn = turn + 1 == paths.size() ? 0 : turn + 1;
        String head = "POST " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\nUser-Agent: GitHub-Hookshot/044aadd\r\n"
                + "Content-Type: application/json\r\nX-GitHub-Event: push\r\nX-GitHub-Delivery: 72d3162e-cc78-11e3-"
                + id.substring(0, 4) + "-" + id.substring(4)
                + "\r\nX-Hub-Signature-256: sha256=" + signature
                + "\r\nContent-Length: " + (start.length + rest.length) + "\r\n\r\n" + BODY_START + id;
        return new ByteBuffer[] {ByteBuffer.wrap(head.getBytes(US_ASCII)), ByteBuffer.wrap(rest)};
    }
}
