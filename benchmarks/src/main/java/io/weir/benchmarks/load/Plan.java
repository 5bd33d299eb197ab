package io.weir.benchmarks.load;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;

/**
 * How to send.
 *
 * @param senders connections; each has one request under way at most
 * @param warmUp requests of this time at the beginning do not count
 * @param time how long requests count, or with {@code most} how long at most
 * @param rate requests that are due each second at even times, whether or not earlier ones are answered; 0: each sender
 *     sends as soon as it is answered
 * @param most requests at most; 0: any number
 */
public record Plan(int port, int senders, Duration warmUp, Duration time, int rate, long most) {
    /** Each sender as fast as it is answered. */
    public static Plan closed(int port, int senders, Duration warmUp, Duration time) {
        return new Plan(port, senders, warmUp, time, 0, 0);
    }

    /** At a fixed rate: an answer is measured from when its request was due, so that a door that stalls cannot hide it. */
    public static Plan open(int port, int senders, Duration warmUp, Duration time, int rate) {
        return new Plan(port, senders, warmUp, time, rate, 0);
    }

    /** So many requests, as fast as they are answered. */
    public static Plan count(int port, int senders, long most) {
        return new Plan(port, senders, Duration.ZERO, Duration.ofMinutes(20), 0, most);
    }

    /** Nothing but this machine may be put under load. */
    InetSocketAddress door() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }
}
