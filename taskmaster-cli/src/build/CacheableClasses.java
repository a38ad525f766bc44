import static java.lang.constant.ConstantDescs.CD_Object;
import static java.lang.constant.ConstantDescs.CD_boolean;
import static java.lang.constant.ConstantDescs.CD_int;

import java.io.IOException;
import java.lang.classfile.ClassBuilder;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFile.StackMapsOption;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeTransform;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.DirectMethodHandleDesc;
import java.lang.constant.DynamicCallSiteDesc;
import java.lang.constant.MethodTypeDesc;
import java.lang.reflect.AccessFlag;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/// Writes the classes of jars anew, so that the JVM's AOT cache can hold all that a start needs of
/// them. What they do stays the same.
///
/// - All are of Java 25, with stack maps: the cache refuses what is older than Java 6 (version 50).
/// - `switch` by type, and the `equals` and `hashCode` of records, are plain code. `javac` leaves
///   them to `invokedynamic`; the cache (of Java 25) holds such call sites for lambdas and strings
///   alone, so that each of these would be spun anew at every start, half a millisecond each.
///
/// For the build, which runs this source file with the classes of the jars, and all that they
/// extend, on its class path. Its arguments are a jar to read, one to write, and so on. The times
/// of their entries are kept.
final class CacheableClasses {
    private static final String DESCRIPTOR = "module-info.class";
    private static final ClassDesc OBJECTS = Objects.class.describeConstable().orElseThrow();

    // To merge two types, a stack map names what both extend.
    private static final ClassFile CLASS_FILE =
            ClassFile.of(
                    StackMapsOption.GENERATE_STACK_MAPS,
                    ClassFile.ClassHierarchyResolverOption.of(
                            ClassHierarchyResolver.ofClassLoading(
                                    CacheableClasses.class.getClassLoader())));

    /// The class that is written.
    private final ClassDesc self;

    private final boolean isInterface;

    /// What is called where something was left to `invokedynamic`.
    private final List<Consumer<ClassBuilder>> methods = new ArrayList<>();

    private CacheableClasses(ClassDesc self, boolean isInterface) {
        this.self = self;
        this.isInterface = isInterface;
    }

    public static void main(String[] args) throws IOException {
        for (var i = 0; i < args.length; i += 2) {
            rewrite(Path.of(args[i]), Path.of(args[i + 1]));
        }
    }

    private static void rewrite(Path jar, Path target) throws IOException {
        Files.createDirectories(target.getParent());
        try (var zip = new ZipFile(jar.toFile());
                var out = new ZipOutputStream(Files.newOutputStream(target))) {
            for (var entry : zip.stream().toList()) {
                var bytes = zip.getInputStream(entry).readAllBytes();
                var same = new ZipEntry(entry.getName());
                same.setTimeLocal(entry.getTimeLocal());
                out.putNextEntry(same);
                out.write(isClass(entry.getName()) ? rewritten(bytes) : bytes);
            }
        }
    }

    private static boolean isClass(String name) {
        return name.endsWith(".class") && !name.endsWith(DESCRIPTOR);
    }

    private static byte[] rewritten(byte[] bytes) {
        var model = CLASS_FILE.parse(bytes);
        var classes =
                new CacheableClasses(
                        model.thisClass().asSymbol(), model.flags().has(AccessFlag.INTERFACE));
        // Bodies that are left alone would be copied, without stack maps.
        var transform =
                ClassTransform.transformingMethodBodies(classes.code())
                        .andThen(ClassTransform.endHandler(classes::finish));
        return CLASS_FILE.transformClass(model, transform);
    }

    private void finish(ClassBuilder builder) {
        methods.forEach(method -> method.accept(builder));
        builder.withVersion(ClassFile.JAVA_25_VERSION, 0);
    }

    private CodeTransform code() {
        return (builder, element) -> {
            if (element instanceof InvokeDynamicInstruction call) {
                var site = call.invokedynamic().asSymbol();
                var body = body(site);
                if (body.isPresent()) {
                    builder.invokestatic(
                            self, add(site, body.get()), site.invocationType(), isInterface);
                    return;
                }
            }
            builder.with(element);
        };
    }

    /// {@return the name of a new method with that body}
    private String add(DynamicCallSiteDesc site, Consumer<CodeBuilder> body) {
        var name = site.invocationName() + "$" + methods.size();
        var flags = ClassFile.ACC_PRIVATE | ClassFile.ACC_STATIC | ClassFile.ACC_SYNTHETIC;
        methods.add(it -> it.withMethodBody(name, site.invocationType(), flags, body));
        return name;
    }

    /// {@return what a call site does, if the cache cannot hold it}
    private Optional<Consumer<CodeBuilder>> body(DynamicCallSiteDesc site) {
        var bootstrap = (DirectMethodHandleDesc) site.bootstrapMethod();
        var arguments = List.of(site.bootstrapArgs());
        return switch (bootstrap.owner().displayName() + "." + site.invocationName()) {
            case "SwitchBootstraps.typeSwitch" ->
                    // The few that have other labels stay.
                    arguments.stream().allMatch(ClassDesc.class::isInstance)
                            ? Optional.of(code -> typeSwitch(code, arguments))
                            : Optional.empty();
            case "ObjectMethods.hashCode" -> Optional.of(code -> hash(code, fields(arguments)));
            case "ObjectMethods.equals" -> Optional.of(code -> compare(code, fields(arguments)));
            default -> Optional.empty();
        };
    }

    /// The parameters are an object and the label to begin with (see
    /// [java.lang.runtime.SwitchBootstraps#typeSwitch]).
    private static void typeSwitch(CodeBuilder code, List<ConstantDesc> labels) {
        var something = code.newLabel();
        code.aload(0).ifnonnull(something).iconst_m1().ireturn().labelBinding(something);
        for (var i = 0; i < labels.size(); i++) {
            var next = code.newLabel();
            code.iload(1).loadConstant(i).if_icmpgt(next);
            code.aload(0).instanceOf((ClassDesc) labels.get(i)).ifeq(next);
            code.loadConstant(i).ireturn().labelBinding(next);
        }
        code.loadConstant(labels.size()).ireturn();
    }

    /// The getters of a record's fields, which stand behind its class and their names (see
    /// [java.lang.runtime.ObjectMethods#bootstrap]).
    private static List<DirectMethodHandleDesc> fields(List<ConstantDesc> arguments) {
        return arguments.stream().skip(2).map(DirectMethodHandleDesc.class::cast).toList();
    }

    private void hash(CodeBuilder code, List<DirectMethodHandleDesc> fields) {
        code.iconst_0();
        for (var field : fields) {
            var type = field.invocationType().returnType();
            code.loadConstant(31).imul();
            code.aload(0).getfield(self, field.methodName(), type);
            if (type.isPrimitive()) {
                code.invokestatic(box(type), "hashCode", MethodTypeDesc.of(CD_int, type));
            } else {
                code.invokestatic(OBJECTS, "hashCode", MethodTypeDesc.of(CD_int, CD_Object));
            }
            code.iadd();
        }
        code.ireturn();
    }

    private void compare(CodeBuilder code, List<DirectMethodHandleDesc> fields) {
        var same = code.newLabel();
        var other = code.newLabel();
        code.aload(0).aload(1).if_acmpeq(same);
        code.aload(1).instanceOf(self).ifeq(other);
        for (var field : fields) {
            var type = field.invocationType().returnType();
            code.aload(0).getfield(self, field.methodName(), type);
            code.aload(1).checkcast(self).getfield(self, field.methodName(), type);
            if (type.isPrimitive()) {
                var compare = MethodTypeDesc.of(CD_int, type, type);
                code.invokestatic(box(type), "compare", compare).ifne(other);
            } else {
                var equals = MethodTypeDesc.of(CD_boolean, CD_Object, CD_Object);
                code.invokestatic(OBJECTS, "equals", equals).ifeq(other);
            }
        }
        code.labelBinding(same).iconst_1().ireturn();
        code.labelBinding(other).iconst_0().ireturn();
    }

    private static ClassDesc box(ClassDesc primitive) {
        return switch (primitive.descriptorString()) {
            case "Z" -> ConstantDescs.CD_Boolean;
            case "B" -> ConstantDescs.CD_Byte;
            case "S" -> ConstantDescs.CD_Short;
            case "C" -> ConstantDescs.CD_Character;
            case "I" -> ConstantDescs.CD_Integer;
            case "J" -> ConstantDescs.CD_Long;
            case "F" -> ConstantDescs.CD_Float;
            default -> ConstantDescs.CD_Double;
        };
    }
}
