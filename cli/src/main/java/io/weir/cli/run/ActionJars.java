package io.weir.cli.run;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.weir.action.ActionProvider;
import io.weir.config.ConfigurationException;
import java.io.IOException;
import java.io.InputStream;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;

/**
 * Loads actions from jars, as the {@link java.util.ServiceLoader} would, and says which jar is at fault. All jars share one
 * class loader, so that one may be the library of another; it lives as long as the process.
 */
public final class ActionJars {
    private static final String SERVICES = "META-INF/services/" + ActionProvider.class.getName();

    private ActionJars() {}

    /**
     * The actions that the jars name.
     *
     * @throws ConfigurationException naming the jar and what is wrong with it
     */
    public static List<ActionProvider> load(List<Path> jars) {
        if (jars.isEmpty()) {
            return List.of();
        }
        URLClassLoader loader = new URLClassLoader(
                "actions", jars.stream().map(ActionJars::url).toArray(URL[]::new), ActionJars.class.getClassLoader());
        List<ActionProvider> providers = new ArrayList<>();
        for (Path jar : jars) {
            for (String name : names(jar)) {
                providers.add(provider(jar, name, loader));
            }
        }
        if (providers.isEmpty()) {
            throw fault(jars.getFirst(), "names no action in " + SERVICES);
        }
        return providers;
    }

    private static URL url(Path jar) {
        try {
            return jar.toUri().toURL();
        } catch (MalformedURLException e) {
            throw fault(jar, "cannot be named by a URL");
        }
    }

    private static List<String> names(Path jar) {
        if (!Files.isRegularFile(jar)) {
            throw fault(jar, Files.exists(jar) ? "is no file" : "no such file");
        }
        try (JarFile file = new JarFile(jar.toFile())) {
            ZipEntry entry = file.getEntry(SERVICES);
            if (entry == null) {
                return List.of();
            }
            try (InputStream text = file.getInputStream(entry)) {
                return new String(text.readAllBytes(), UTF_8)
                        .lines()
                        .map(line -> line.replaceFirst("#.*", "").strip())
                        .filter(line -> !line.isEmpty())
                        .toList();
            }
        } catch (IOException e) {
            throw fault(jar, "cannot be read as a jar: " + e.getMessage());
        }
    }

    private static ActionProvider provider(Path jar, String name, ClassLoader loader) {
        try {
            return Class.forName(name, true, loader)
                    .asSubclass(ActionProvider.class)
                    .getConstructor()
                    .newInstance();
        } catch (ClassNotFoundException e) {
            throw fault(jar, "names the class " + name + ", which is not in it");
        } catch (ClassCastException e) {
            throw fault(jar, "names the class " + name + ", which is no " + ActionProvider.class.getName());
        } catch (NoSuchMethodException | IllegalAccessException e) {
            throw fault(jar, "names the class " + name + ", which has no public constructor without arguments");
        } catch (ReflectiveOperationException e) {
            throw unmade(jar, name, e.getCause() == null ? e : e.getCause());
        } catch (LinkageError e) {
            throw unmade(jar, name, e);
        }
    }

    private static ConfigurationException unmade(Path jar, String name, Throwable cause) {
        return fault(
                jar,
                cause instanceof LinkageError
                        ? "its class " + name + " cannot be loaded: " + cause
                                + "; is a library of it missing, or is it built for a later Java?"
                        : "its class " + name + " cannot be made: " + cause);
    }

    private static ConfigurationException fault(Path jar, String what) {
        return new ConfigurationException("--actions " + jar + ": " + what);
    }
}
