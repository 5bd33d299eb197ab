package io.weir.system;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.Store;
import org.junit.jupiter.api.extension.ExtensionContext.StoreScope;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Gives every class the one deployment of the run: made for the first class, closed by JUnit after the last. */
final class SharedSystem implements ParameterResolver {
    private static final Namespace NAMESPACE = Namespace.create(SharedSystem.class);

    /** Deploys once. A failure is kept, so that the other classes fail at once instead of deploying again. */
    private static final class Once implements AutoCloseable {
        private final WeirSystem system = new WeirSystem();
        private boolean tried;
        private Exception failure;

        synchronized WeirSystem deployed() {
            if (!tried) {
                tried = true;
                try {
                    system.deploy();
                } catch (Exception e) {
                    failure = e;
                }
            }
            if (failure != null) {
                throw new IllegalStateException("the deployment failed", failure);
            }
            return system;
        }

        @Override
        public void close() throws Exception {
            system.close();
        }
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == WeirSystem.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        Store store = context.getStore(StoreScope.LAUNCHER_SESSION, NAMESPACE);
        return store.computeIfAbsent(Once.class, key -> new Once(), Once.class).deployed();
    }
}
