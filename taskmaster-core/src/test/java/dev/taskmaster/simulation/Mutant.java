package dev.taskmaster.simulation;

import dev.taskmaster.internal.engine.Engine;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;

import javax.tools.ToolProvider;

/// Our own sources with a bug put into them, compiled and run apart from the right ones.
final class Mutant {
    private static final Path SOURCES = Path.of("src", "main", "java");
    private static final List<String> APART =
            List.of(
                    "dev.taskmaster.internal.engine.",
                    "dev.taskmaster.internal.journal.",
                    "dev.taskmaster.simulation.");

    private final String name;
    private final Map<Path, String> sources = new LinkedHashMap<>();

    private Mutant(String name) {
        this.name = name;
    }

    /// @param name the bug, in words
    static Mutant of(String name) {
        return new Mutant(name);
    }

    /// @param file a source file, below `dev/taskmaster/internal`
    /// @param right what is there, once
    /// @param wrong what is to be there instead
    Mutant with(String file, String right, String wrong) {
        var path = SOURCES.resolve("dev/taskmaster/internal").resolve(file);
        var source = sources.computeIfAbsent(path, Mutant::read);
        var parts = source.split(Pattern.quote(right), -1);
        if (parts.length != 2) {
            throw new IllegalStateException(
                    "%s has '%s' %d times, not once: mend the mutant '%s'"
                            .formatted(path, right, parts.length - 1, name));
        }
        sources.put(path, parts[0] + wrong + parts[1]);
        return this;
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// {@return the rule that the simulation finds broken; empty if it finds none}
    ///
    /// @param folder an empty one
    String hunt(Path folder) throws Exception {
        compile(folder);
        var type = new Loader(folder.resolve("classes")).loadClass(Hunt.class.getName());
        return (String) ((Callable<?>) type.getDeclaredConstructor().newInstance()).call();
    }

    private void compile(Path folder) throws IOException, URISyntaxException {
        var files = new ArrayList<Path>();
        for (var source : sources.entrySet()) {
            var file = folder.resolve(SOURCES.relativize(source.getKey()));
            Files.createDirectories(file.getParent());
            files.add(Files.writeString(file, source.getValue()));
        }
        var compiler = ToolProvider.getSystemJavaCompiler();
        var manager = compiler.getStandardFileManager(null, null, null);
        var messages = new StringWriter();
        var done =
                compiler.getTask(
                                messages,
                                manager,
                                null,
                                List.of(
                                        "-proc:none",
                                        "-d",
                                        folder.resolve("classes").toString(),
                                        "-classpath",
                                        classes().toString()),
                                null,
                                manager.getJavaFileObjectsFromPaths(files))
                        .call();
        if (!done) {
            throw new IllegalStateException(
                    "the mutant '" + name + "' does not compile: " + messages);
        }
    }

    private static Path classes() throws URISyntaxException {
        var code = Engine.class.getProtectionDomain().getCodeSource();
        return Path.of(code.getLocation().toURI());
    }

    @Override
    public String toString() {
        return name;
    }

    /// Loads what belongs to the simulation anew, and the mutated classes instead of the right
    /// ones.
    private static final class Loader extends ClassLoader {
        private final Path mutated;

        Loader(Path mutated) {
            super(Mutant.class.getClassLoader());
            this.mutated = mutated;
        }

        @Override
        protected Class<?> loadClass(String className, boolean resolve)
                throws ClassNotFoundException {
            if (APART.stream().noneMatch(className::startsWith)) {
                return super.loadClass(className, resolve);
            }
            synchronized (getClassLoadingLock(className)) {
                var loaded = findLoadedClass(className);
                return loaded != null ? loaded : define(className);
            }
        }

        private Class<?> define(String className) throws ClassNotFoundException {
            var file = className.replace('.', '/') + ".class";
            try (var in =
                    Files.exists(mutated.resolve(file))
                            ? Files.newInputStream(mutated.resolve(file))
                            : getParent().getResourceAsStream(file)) {
                if (in == null) {
                    throw new ClassNotFoundException(className);
                }
                var bytes = in.readAllBytes();
                return defineClass(className, bytes, 0, bytes.length);
            } catch (IOException e) {
                throw new ClassNotFoundException(className, e);
            }
        }
    }
}
