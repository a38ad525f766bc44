package dev.taskmaster.server.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;

import org.junit.jupiter.api.Test;

import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// Who may know whom in the server, as each package's documentation says.
class ArchitectureTest {
    private static final String ROOT = "dev.taskmaster.server";

    /// What each package may import of the server. A new package needs a row here.
    private static final Map<String, Set<String>> ARROWS =
            Map.of(
                    "endpoint", Set.of(),
                    "host", Set.of(),
                    "xmlrpc", Set.of(),
                    "http", Set.of("endpoint"),
                    "tail", Set.of("http"),
                    "supervisord", Set.of("host"),
                    "rpc", Set.of("host", "http", "tail", "xmlrpc"),
                    "rest", Set.of("host", "http", "tail"));

    private static final JavaClasses CLASSES =
            new ClassFileImporter()
                    .withImportOption(new ImportOption.DoNotIncludeTests())
                    .importPackages(ROOT);

    @Test
    void packagesImportWhatTheirRowSays() {
        var arrows =
                CLASSES.stream()
                        .filter(c -> !shortName(c).isEmpty())
                        .collect(
                                Collectors.groupingBy(
                                        ArchitectureTest::shortName,
                                        Collectors.flatMapping(
                                                c ->
                                                        c.getDirectDependenciesFromSelf().stream()
                                                                .map(d -> d.getTargetClass())
                                                                .filter(t -> isOurs(t, c))
                                                                .map(ArchitectureTest::shortName),
                                                Collectors.toCollection(TreeSet::new))));
        assertThat(arrows).isEqualTo(ARROWS);
    }

    private static boolean isOurs(JavaClass target, JavaClass from) {
        return target.getPackageName().startsWith(ROOT)
                && !target.getPackageName().equals(from.getPackageName());
    }

    private static String shortName(JavaClass c) {
        var name = c.getPackageName();
        return name.equals(ROOT) ? "" : name.substring(ROOT.length() + 1);
    }

    @Test
    void librariesAreUsedInOnePackageEach() {
        noClasses()
                .that()
                .resideOutsideOfPackage(ROOT + ".http")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.eclipse.jetty..")
                .check(CLASSES);
        noClasses()
                .that()
                .resideOutsideOfPackage(ROOT + ".rest")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("com.fasterxml..")
                .check(CLASSES);
    }

    @Test
    void theCoreIsUsedByWhatItExports() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAPackage("dev.taskmaster.internal..")
                .check(CLASSES);
    }
}
