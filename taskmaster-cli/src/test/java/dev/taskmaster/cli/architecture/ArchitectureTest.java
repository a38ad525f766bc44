package dev.taskmaster.cli.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;

import org.junit.jupiter.api.Test;

/// Who may import whom, as each package's documentation says.
class ArchitectureTest {
    private static final JavaClasses CLASSES =
            new ClassFileImporter()
                    .withImportOption(new ImportOption.DoNotIncludeTests())
                    .importPackages("dev.taskmaster.cli");

    private static String in(String name) {
        return "dev.taskmaster.cli." + name;
    }

    @Test
    void packagesImportOnlyWhatIsBelowThem() {
        layeredArchitecture()
                .consideringOnlyDependenciesInAnyPackage("dev.taskmaster.cli..")
                .layer("main")
                .definedBy("dev.taskmaster.cli")
                .layer("command")
                .definedBy(in("command"))
                .layer("shell")
                .definedBy(in("shell"))
                .layer("daemon")
                .definedBy(in("daemon"))
                .layer("verb")
                .definedBy(in("verb"))
                .layer("control")
                .definedBy(in("control"))
                .layer("render")
                .definedBy(in("render"))
                .layer("http")
                .definedBy(in("control.http"))
                .layer("json")
                .definedBy(in("json"))
                .whereLayer("main")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("command")
                .mayOnlyBeAccessedByLayers("main")
                .whereLayer("shell")
                .mayOnlyBeAccessedByLayers("command")
                .whereLayer("daemon")
                .mayOnlyBeAccessedByLayers("command")
                .whereLayer("verb")
                .mayOnlyBeAccessedByLayers("command", "shell")
                .whereLayer("control")
                .mayOnlyBeAccessedByLayers("command", "shell", "daemon", "verb")
                .whereLayer("render")
                .mayOnlyBeAccessedByLayers("command", "shell", "verb")
                .whereLayer("http")
                .mayOnlyBeAccessedByLayers("command", "control")
                .whereLayer("json")
                .mayOnlyBeAccessedByLayers("command", "verb", "control", "render")
                .check(CLASSES);
    }

    @Test
    void librariesAreUsedInOnePackageEach() {
        noClasses()
                .that()
                .resideOutsideOfPackage(in("shell"))
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.jline..")
                .check(CLASSES);
        noClasses()
                .that()
                .resideOutsideOfPackage(in("command"))
                .should()
                .dependOnClassesThat()
                .resideInAPackage("picocli..")
                .check(CLASSES);
    }

    @Test
    void theServerIsUsedByTheDaemonAlone() {
        noClasses()
                .that()
                .resideOutsideOfPackage(in("daemon"))
                .should()
                .dependOnClassesThat()
                .resideInAPackage("dev.taskmaster.server..")
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

    @Test
    void theControlPresupposesNoSupervisorInThisProcess() {
        classes()
                .that()
                .haveSimpleName("Control")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "java..",
                        "dev.taskmaster.cli.control",
                        "dev.taskmaster.config",
                        "dev.taskmaster.event",
                        "dev.taskmaster.spec",
                        "dev.taskmaster.status")
                .check(CLASSES);
    }
}
