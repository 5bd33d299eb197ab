package io.weir.benchmarks.load;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** A server that keeps what it was sent, and once does not answer for a while. */
final class StallingDoor implements AutoCloseable {
    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

    private final ServerSocket socket = new ServerSocket(0, 256, InetAddress.getLoopbackAddress());
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Queue<Taken> taken = new ConcurrentLinkedQueue<>();
    private final AtomicInteger count = new AtomicInteger();
    private final String answer;
    private final int stallAt;
    private final Duration stall;

    /** One request. */
    record Taken(String head, String body) {
        String path() {
            return head.split(" ", 3)[1];
        }

        String delivery() {
            return header("x-github-delivery");
        }

        boolean isSigned() {
            try {
                Mac mac = Mac.getInstance("HmacSHA256");
                mac.init(new SecretKeySpec("secret".getBytes(US_ASCII), "HmacSHA256"));
                String expected = HexFormat.of().formatHex(mac.doFinal(body.getBytes(US_ASCII)));
                return header("x-hub-signature-256").equals("sha256=" + expected);
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException(e);
            }
        }

        private String header(String name) {
            Matcher matcher = Pattern.compile("(?im)^" + name + ": ?(.*?)\r?$").matcher(head);
            return matcher.find() ? matcher.group(1) : "";
        }
    }

    private StallingDoor(String answer, int stallAt, Duration stall) throws IOException {
        this.answer = answer;
        this.stallAt = stallAt;
        this.stall = stall;
        Future<?> unused = threads.submit(this::accept);
    }

    static StallingDoor steady() throws IOException {
        return new StallingDoor(OK, -1, Duration.ZERO);
    }

    static StallingDoor stalling(int at, Duration stall) throws IOException {
        return new StallingDoor(OK, at, stall);
    }

    static StallingDoor answering(String answer) throws IOException {
        return new StallingDoor(answer, -1, Duration.ZERO);
    }

    int port() {
        return socket.getLocalPort();
    }

    List<Taken> requests() {
        return List.copyOf(taken);
    }

    private void accept() {
        try {
            while (true) {
                Socket connection = socket.accept();
                Future<?> unused = threads.submit(() -> serve(connection));
            }
        } catch (IOException e) {
            // Closed, as at the end of each test.
        }
    }

    private void serve(Socket connection) {
        try (connection) {
            DataInputStream input = new DataInputStream(connection.getInputStream());
            while (true) {
                taken.add(read(input));
                if (count.incrementAndGet() == stallAt) {
                    LockSupport.parkNanos(stall.toNanos());
                }
                connection.getOutputStream().write(answer.getBytes(US_ASCII));
                if (answer.isEmpty() || answer.contains("close")) {
                    return;
                }
            }
        } catch (IOException e) {
            // The sender has ended.
        }
    }

    private static Taken read(DataInputStream input) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.length() < 4 || !head.substring(head.length() - 4).equals("\r\n\r\n")) {
            head.append((char) input.readByte());
        }
        Taken headOnly = new Taken(head.toString(), "");
        byte[] body = new byte[Integer.parseInt(headOnly.header("content-length"))];
        input.readFully(body);
        return new Taken(head.toString(), new String(body, ISO_8859_1));
    }

    @Override
    public void close() throws IOException {
        socket.close();
        threads.shutdownNow();
    }
}
