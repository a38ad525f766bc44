import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFile.StackMapsOption;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeTransform;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/// Writes the classes of a jar anew, as Java 25 has them: with stack maps, so that they can be in
/// the JVM's AOT cache, which refuses what is older than Java 6 (version 50). What they do stays
/// the same.
///
/// For the build, which runs this source file with the jar to read and the one to write. The times
/// of its entries are kept.
final class ModernClasses {
    private static final String DESCRIPTOR = "module-info.class";

    private final ClassFile classFile;

    private ModernClasses(ClassLoader classes) {
        // To merge two types, a stack map names what both extend.
        var hierarchy = ClassHierarchyResolver.ofClassLoading(classes);
        this.classFile =
                ClassFile.of(
                        StackMapsOption.GENERATE_STACK_MAPS,
                        ClassFile.ClassHierarchyResolverOption.of(hierarchy));
    }

    public static void main(String[] args) throws IOException {
        var jar = Path.of(args[0]);
        var target = Path.of(args[1]);
        Files.createDirectories(target.getParent());
        try (var zip = new ZipFile(jar.toFile());
                var classes = new URLClassLoader(new URL[] {jar.toUri().toURL()});
                var out = new ZipOutputStream(Files.newOutputStream(target))) {
            var modern = new ModernClasses(classes);
            for (var entry : zip.stream().toList()) {
                var bytes = zip.getInputStream(entry).readAllBytes();
                var same = new ZipEntry(entry.getName());
                same.setTimeLocal(entry.getTimeLocal());
                out.putNextEntry(same);
                out.write(isClass(entry.getName()) ? modern.of(bytes) : bytes);
            }
        }
    }

    private static boolean isClass(String name) {
        return name.endsWith(".class") && !name.endsWith(DESCRIPTOR);
    }

    private byte[] of(byte[] bytes) {
        // Bodies that are left alone would be copied, without stack maps.
        var transform =
                ClassTransform.transformingMethodBodies(CodeTransform.ACCEPT_ALL)
                        .andThen(
                                ClassTransform.endHandler(
                                        builder ->
                                                builder.withVersion(ClassFile.JAVA_25_VERSION, 0)));
        return classFile.transformClass(classFile.parse(bytes), transform);
    }
}
