package io.weir.benchmarks.peer;

import org.elasticmq.rest.sqs.SQSRestServer;
import org.elasticmq.rest.sqs.SQSRestServerBuilder;

/** A queue in memory with the interface of SQS, in a process of its own. */
public final class ElasticMq {
    private ElasticMq() {}

    /** Serves until it is ended. */
    public static void main(String[] arguments) throws InterruptedException {
        SQSRestServer server = SQSRestServerBuilder.withInterface("127.0.0.1")
                .withDynamicPort()
                .start();
        System.err.println(
                "ready on " + server.waitUntilStarted().localAddress().getPort());
        Thread.currentThread().join();
    }
}
