package dev.taskmaster.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;

import dev.taskmaster.Supervisor;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.lang.module.ModuleDescriptor;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Who may know whom in the core. `docs/ARCHITECTURE.md` says why.
class ArchitectureTest {
    private static final String ROOT = "dev.taskmaster";

    /// What each package may import of ours. A new package needs a row here.
    private static final Map<String, Set<String>> ARROWS =
            rows(
                    """
                    spec:
                    status: spec
                    event: spec status
                    launch: spec status
                    config.supervisord: spec internal.ini
                    config: spec status config.supervisord internal.ini internal.yaml
                    log: spec status event config.supervisord internal.output internal.libc
                    internal.yaml:
                    internal.ini:
                    internal.libc:
                    internal.engine: spec status event
                    internal.output: spec launch internal.libc
                    internal.launch: spec launch
                    internal.jdk: spec status launch internal.launch
                    internal.posix: spec status launch internal.launch internal.output internal.libc
                    internal.journal: spec internal.engine
                    internal.loop: spec status event launch internal.engine internal.output internal.journal
                    """);

    private static Map<String, Set<String>> rows(String table) {
        return table.lines()
                .map(line -> line.split(": ?"))
                .collect(
                        Collectors.toMap(
                                row -> row[0],
                                row -> row.length == 1 ? Set.of() : Set.of(row[1].split(" "))));
    }

    /// Where the clock is read or waited for. Everywhere else time is handed in.
    private static final Set<String> OWN_THREADS =
            Set.of("", "log", "internal.loop", "internal.jdk", "internal.posix");

    private static final Path MAIN = location();
    private static final JavaClasses CLASSES = new ClassFileImporter().importPath(MAIN);

    private static Path location() {
        try {
            var source = Supervisor.class.getProtectionDomain().getCodeSource();
            return Path.of(source.getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void everyPackageHasItsRowInTheTable() {
        var packages = packages();
        packages.remove("");
        assertThat(packages).isEqualTo(ARROWS.keySet());
    }

    @Test
    void everyPackageHasItsRowInTheDocumentation() throws IOException {
        var page = Files.readString(Path.of("..", "docs", "ARCHITECTURE.md"));
        assertThat(ARROWS.keySet()).allMatch(name -> page.contains("\n| `" + name + "` | "));
    }

    private static Set<String> packages() {
        return CLASSES.stream()
                .filter(c -> !c.getSimpleName().equals("package-info"))
                .map(ArchitectureTest::shortName)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /// The name of its package, without what all have in common; empty for the root.
    private static String shortName(JavaClass c) {
        var name = c.getPackageName();
        return name.equals(ROOT) ? "" : name.substring(ROOT.length() + 1);
    }

    @ParameterizedTest
    @MethodSource("arrows")
    void importsOnlyWhatItMay(String name, Set<String> mayImport) {
        var allowed = new HashSet<>(mayImport);
        allowed.add(name);
        check(
                noClasses()
                        .that(describe("are in " + name, c -> shortName(c).equals(name)))
                        .should()
                        .dependOnClassesThat(
                                describe(
                                        "are ours, but not in " + allowed,
                                        c -> isOurs(c) && !allowed.contains(shortName(c)))));
    }

    private static Stream<Object[]> arrows() {
        return ARROWS.entrySet().stream().map(row -> new Object[] {row.getKey(), row.getValue()});
    }

    private static boolean isOurs(JavaClass c) {
        return c.getPackageName().equals(ROOT) || c.getPackageName().startsWith(ROOT + ".");
    }

    @Test
    void packagesAreFreeOfCycles() {
        check(slices().matching(ROOT + ".(**)").should().beFreeOfCycles());
    }

    @Test
    void onlyLibcKnowsForeignMemory() {
        check(onlyIn("internal.libc", "java.lang.foreign.."));
    }

    @Test
    void onlyYamlKnowsTheParser() {
        check(onlyIn("internal.yaml", "org.yaml.."));
    }

    private static ArchRule onlyIn(String name, String foreign) {
        return noClasses()
                .that(describe("are not in " + name, c -> !shortName(c).equals(name)))
                .should()
                .dependOnClassesThat()
                .resideInAPackage(foreign);
    }

    @Test
    void theEngineIsPure() {
        check(
                noClasses()
                        .that(
                                describe(
                                        "are in the engine",
                                        c -> shortName(c).equals("internal.engine")))
                        .should()
                        .dependOnClassesThat(
                                areAnyOf(
                                        Thread.class,
                                        Process.class,
                                        ProcessHandle.class,
                                        System.class,
                                        Random.class,
                                        Clock.class,
                                        Files.class))
                        .orShould()
                        .dependOnClassesThat()
                        .resideInAnyPackage(
                                "java.util.concurrent..",
                                "java.util.random..",
                                "java.io..",
                                "java.nio.channels..",
                                "java.net.."));
    }

    private static DescribedPredicate<JavaClass> areAnyOf(Class<?>... classes) {
        var names = Arrays.stream(classes).map(Class::getName).toList();
        return describe("are any of " + names, c -> names.contains(c.getName()));
    }

    @Test
    void timeIsHandedIn() {
        check(
                noClasses()
                        .that(
                                describe(
                                        "are not in " + OWN_THREADS,
                                        c -> !OWN_THREADS.contains(shortName(c))))
                        .should()
                        .callMethod(System.class, "nanoTime")
                        .orShould()
                        .callMethod(System.class, "currentTimeMillis")
                        .orShould()
                        .callMethod(Instant.class, "now")
                        .orShould()
                        .callMethod(Thread.class, "sleep", long.class)
                        .orShould()
                        .callMethod(Thread.class, "sleep", Duration.class));
    }

    @Test
    void namesSayWhatThingsAre() {
        check(
                noClasses()
                        .should()
                        .haveNameMatching(
                                ".*(Manager|Helper|Util|Utils|Impl)(\\$.*)?|.*\\.Abstract[^.]*"));
    }

    @Test
    void whatIsNotInternalIsExported() throws IOException {
        var expected =
                packages().stream()
                        .filter(name -> !name.startsWith("internal"))
                        .map(name -> name.isEmpty() ? ROOT : ROOT + "." + name)
                        .collect(Collectors.toSet());
        try (var in = Files.newInputStream(MAIN.resolve("module-info.class"))) {
            var exported =
                    ModuleDescriptor.read(in).exports().stream()
                            .filter(export -> !export.isQualified())
                            .map(ModuleDescriptor.Exports::source)
                            .collect(Collectors.toSet());
            assertThat(exported).isEqualTo(expected);
        }
    }

    @Test
    void everyPackageSaysWhatItIsFor() throws IOException {
        try (var files = Files.walk(Path.of("src", "main", "java"))) {
            var without =
                    files.filter(file -> file.toString().endsWith(".java"))
                            .filter(file -> !file.endsWith("module-info.java"))
                            .map(Path::getParent)
                            .distinct()
                            .filter(folder -> Files.notExists(folder.resolve("package-info.java")));
            assertThat(without).as("packages without package-info.java").isEmpty();
        }
    }

    private static void check(ArchRule rule) {
        rule.check(CLASSES);
    }
}
