package io.weir.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.lang.management.ClassLoadingMXBean;
import java.lang.management.ManagementFactory;

/**
 * A process of its own that is primed and answers one request: a class is loaded once a process. Prints how many classes the request
 * loaded, and the answer.
 */
final class PrimedProcess {
    private PrimedProcess() {}

    public static void main(String[] arguments) throws Exception {
        IngestHandler handler = new IngestHandler();
        handler.beforeCheckpoint(null);
        byte[] event = new Event("/github").bytes();
        ClassLoadingMXBean classes = ManagementFactory.getClassLoadingMXBean();
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        long loaded = classes.getTotalLoadedClassCount();
        handler.handleRequest(new ByteArrayInputStream(event), answer, null);
        long more = classes.getTotalLoadedClassCount() - loaded;
        System.out.println("first request: " + more + " " + answer.toString(UTF_8));
    }
}
