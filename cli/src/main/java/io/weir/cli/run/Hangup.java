package io.weir.cli.run;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;

/**
 * SIGHUP. The class of the JDK for it is in a module that it supports but warns of at each use, so it is found by its name;
 * where there is none, or no such signal, nothing happens.
 */
public final class Hangup {
    private Hangup() {}

    /** Does something at each SIGHUP, which then no longer ends the process. Returns whether that is possible here. */
    @SuppressWarnings("ReferenceEquality") // a proxy is equal to itself alone
    public static boolean handle(Runnable action) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            InvocationHandler run = (proxy, method, arguments) -> {
                if (method.getName().equals("handle")) {
                    action.run();
                    return null;
                }
                return switch (method.getName()) {
                    case "hashCode" -> System.identityHashCode(proxy);
                    case "equals" -> arguments != null && proxy == arguments[0];
                    default -> "SIGHUP";
                };
            };
            Object made = Proxy.newProxyInstance(Hangup.class.getClassLoader(), new Class<?>[] {handler}, run);
            signal.getMethod("handle", signal, handler)
                    .invoke(null, signal.getConstructor(String.class).newInstance("HUP"), made);
            return true;
        } catch (ReflectiveOperationException | IllegalArgumentException e) {
            return false;
        }
    }
}
