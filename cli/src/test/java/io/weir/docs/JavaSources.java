package io.weir.docs;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreeScanner;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;

/** The classes of all modules, main and test, as the compiler's parser sees them: not all of them are on the class path. */
final class JavaSources {
    /** A class as it is declared, and the name by which another package imports it. */
    private record Declared(String qualified, ClassTree tree) {}

    private final Map<String, List<Declared>> bySimpleName = new HashMap<>();

    static JavaSources read() throws IOException {
        JavaSources sources = new JavaSources();
        JavaCompiler compiler = Objects.requireNonNull(ToolProvider.getSystemJavaCompiler(), "a JDK");
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
            var units = files.getJavaFileObjectsFromPaths(Repository.files(name -> name.endsWith(".java")));
            JavacTask task = (JavacTask) compiler.getTask(null, files, null, null, null, units);
            for (CompilationUnitTree unit : task.parse()) {
                sources.add(unit);
            }
        }
        return sources;
    }

    private void add(CompilationUnitTree unit) {
        new TreeScanner<@Nullable Void, String>() {
            @Override
            public @Nullable Void visitClass(ClassTree tree, String outer) {
                String name = tree.getSimpleName().toString();
                String qualified = outer + "." + name;
                bySimpleName.computeIfAbsent(name, any -> new ArrayList<>()).add(new Declared(qualified, tree));
                return super.visitClass(tree, qualified);
            }
        }.scan(unit, String.valueOf(unit.getPackageName()));
    }

    /** Whether there is a class of this name: simple, with its outer class, or with its package. */
    boolean hasClass(String name) {
        return named(name).findAny().isPresent();
    }

    /** Whether a class of this name declares or inherits a method that fits. */
    boolean hasMethod(String className, Predicate<String> method) {
        return named(className).anyMatch(declared -> methods(declared.tree()).anyMatch(method));
    }

    private Stream<Declared> named(String name) {
        String simple = name.substring(name.lastIndexOf('.') + 1);
        return bySimpleName.getOrDefault(simple, List.of()).stream()
                .filter(declared -> ("." + declared.qualified()).endsWith("." + name));
    }

    private Stream<String> methods(ClassTree tree) {
        boolean isRecord = tree.getKind() == Tree.Kind.RECORD;
        Stream<String> own = tree.getMembers().stream().flatMap(member -> switch (member) {
            case MethodTree method -> Stream.of(method.getName().toString());
            case VariableTree component
            when isRecord -> Stream.of(component.getName().toString());
            default -> Stream.of();
        });
        Stream<Tree> parents =
                Stream.concat(Stream.ofNullable(tree.getExtendsClause()), tree.getImplementsClause().stream());
        return Stream.concat(
                own,
                parents.map(parent -> parent.toString().replaceFirst("<.*", ""))
                        .flatMap(this::named)
                        .flatMap(parent -> methods(parent.tree())));
    }
}
