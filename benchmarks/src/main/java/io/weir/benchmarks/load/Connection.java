package io.weir.benchmarks.load;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;

/** One sender: a connection with at most one request under way. It connects anew where the server ends it. */
final class Connection implements AutoCloseable {
    private final InetSocketAddress door;
    private final Selector selector;
    private final ByteBuffer input = ByteBuffer.allocateDirect(16 * 1024);
    private final Reply reply = new Reply();
    private SocketChannel channel;
    private SelectionKey key;
    private ByteBuffer[] output = {};
    private long dueNanos;

    Connection(InetSocketAddress door, Selector selector) throws IOException {
        this.door = door;
        this.selector = selector;
        this.channel = SocketChannel.open(door);
        this.key = register();
    }

    private SelectionKey register() throws IOException {
        channel.configureBlocking(false);
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        return channel.register(selector, SelectionKey.OP_READ, this);
    }

    private void connectAnew() throws IOException {
        close();
        reply.reset();
        channel = SocketChannel.open(door);
        key = register();
    }

    /** When its request was due. */
    long dueNanos() {
        return dueNanos;
    }

    /** @param due from when its answer is measured */
    void send(ByteBuffer[] request, long due) throws IOException {
        output = request;
        dueNanos = due;
        try {
            write();
        } catch (IOException e) {
            connectAnew(); // the server ended an idle connection, as it may
            for (ByteBuffer part : request) {
                part.rewind();
            }
            write();
        }
    }

    private void write() throws IOException {
        channel.write(output);
        boolean isSent = !output[output.length - 1].hasRemaining();
        key.interestOps(isSent ? SelectionKey.OP_READ : SelectionKey.OP_READ | SelectionKey.OP_WRITE);
    }

    /**
     * Goes on as far as it can.
     *
     * @return the status of the answer, {@link Report#NO_ANSWER} if the connection ended first, or -1 if it is still to come
     */
    int proceed() throws IOException {
        try {
            if (key.isWritable()) {
                write();
            }
            return key.isReadable() ? read() : -1;
        } catch (IOException e) {
            connectAnew();
            return Report.NO_ANSWER;
        }
    }

    private int read() throws IOException {
        input.clear();
        int count = channel.read(input);
        if (count < 0) {
            connectAnew();
            return Report.NO_ANSWER;
        }
        input.flip();
        if (!reply.take(input)) {
            return -1;
        }
        int status = reply.status();
        if (reply.closes() || output[output.length - 1].hasRemaining()) {
            connectAnew(); // it was refused before its body had gone
        }
        return status;
    }

    @Override
    public void close() {
        key.cancel();
        try {
            channel.close();
        } catch (IOException e) {
            // It is gone either way.
        }
    }
}
