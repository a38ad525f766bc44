package dev.taskmaster.config;

import dev.taskmaster.config.supervisord.GroupConfig;
import dev.taskmaster.config.supervisord.HttpServer;
import dev.taskmaster.config.supervisord.RpcInterface;
import dev.taskmaster.config.supervisord.SupervisordConfig;
import dev.taskmaster.config.supervisord.SupervisordSettings;
import dev.taskmaster.internal.ini.Ini;
import dev.taskmaster.internal.ini.PythonGlob;
import dev.taskmaster.internal.ini.PythonText;
import dev.taskmaster.internal.ini.Section;
import dev.taskmaster.internal.yaml.Place;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;

/// Reads a supervisord.conf and what it includes.
final class SupervisordReader {
    private static final String FACTORY = "supervisor.rpcinterface_factory";
    private static final List<String> KNOWN =
            List.of(
                    "program:",
                    "supervisord",
                    "supervisorctl",
                    "include",
                    "unix_http_server",
                    "inet_http_server",
                    "group:",
                    "eventlistener:",
                    "fcgi-program:",
                    "rpcinterface:",
                    "ctlplugin:");

    /// How the names of sections begin of which there may be thousands.
    private static final List<String> OF_PROGRAMS =
            List.of("program:", "group:", "eventlistener:", "fcgi-program:");

    private final SupervisordHost host;
    private final OptionReader.Report report =
            new OptionReader.Report(new Problems(), new Problems());
    private final Ini ini;
    private final Names daemonNames;
    private Path main;

    SupervisordReader(SupervisordHost host) {
        this(host, new Ini());
    }

    private SupervisordReader(SupervisordHost host, Ini ini) {
        this.host = host;
        this.ini = ini;
        this.daemonNames = Names.of(host.surroundings().variables());
    }

    /// {@return what can be used, but should be looked at}
    List<Problem> warnings() {
        return report.warnings().sorted();
    }

    SupervisordConfig read(Path file) {
        return read(file, Map.of());
    }

    /// @param options options of the section `[supervisord]` that win over those of the file
    /// @throws ConfigException if anything is wrong, with everything that is
    SupervisordConfig read(Path file, Map<String, String> options) {
        return read(file, options, this::groups);
    }

    /// Reads all but the programs, whatever they are like.
    ///
    /// @throws ConfigException if anything of that is wrong, with everything that is
    static SupervisordConfig readWithoutPrograms(
            SupervisordHost host, Path file, Map<String, String> options) {
        var ini = new Ini(section -> !isOfPrograms(section));
        return new SupervisordReader(host, ini).read(file, options, (_, _) -> List.of());
    }

    private static boolean isOfPrograms(String section) {
        for (var beginning : OF_PROGRAMS) {
            if (section.startsWith(beginning)) {
                return true;
            }
        }
        return false;
    }

    private SupervisordConfig read(
            Path file,
            Map<String, String> options,
            BiFunction<SupervisordSettings, Names, List<GroupConfig>> groups) {
        main = file;
        readFile(file);
        // What an included file says of including is not followed.
        ini.section("include").ifPresent(this::include);
        if (ini.section("supervisord").isEmpty()) {
            report.problems().add(file, "has no section [supervisord]");
            report.problems().throwIfAny();
        }
        override(options);
        ini.sections().forEach(this::warnIfUnknown);
        var settings =
                new SettingsReader(host)
                        .supervisord(reader(ini.section("supervisord").orElseThrow(), daemonNames));
        var names = daemonNames.withVariables(settings.environment());
        var config =
                new SupervisordConfig(
                        settings,
                        servers(names),
                        ini.section("supervisorctl")
                                .map(
                                        section ->
                                                new SettingsReader(host)
                                                        .supervisorctl(reader(section, names))),
                        rpcInterfaces(names),
                        groups.apply(settings, names));
        report.problems().throwIfAny();
        return config;
    }

    private List<GroupConfig> groups(SupervisordSettings settings, Names names) {
        return new GroupReader(
                        ini,
                        host,
                        new ProcessReader(host, settings.environment()),
                        section -> reader(section, names))
                .read();
    }

    private OptionReader reader(Section section, Names names) {
        return new OptionReader(section, names, report);
    }

    private void readFile(Path file) {
        report.problems().reading(file);
        report.warnings().reading(file);
        try {
            for (var flaw : ini.read(file, TextFile.read(file))) {
                report.problems().add(file, new Place(flaw.line(), flaw.column()), flaw.message());
            }
        } catch (TextFile.UnreadableException e) {
            e.place()
                    .ifPresentOrElse(
                            place -> report.problems().add(file, place, e.getMessage()),
                            () -> report.problems().add(file, e.getMessage()));
        }
    }

    /// As if the file went on with them; they are taken as they are, `%` too.
    private void override(Map<String, String> options) {
        var lines = new StringBuilder("[supervisord]\n");
        options.forEach(
                (name, value) -> lines.append(name + "=" + value.replace("%", "%%") + "\n"));
        var file = Path.of("command line");
        report.problems().reading(file);
        report.warnings().reading(file);
        ini.read(file, lines.toString());
    }

    private void include(Section section) {
        var options = reader(section, daemonNames.with(Map.of("host_node_name", host.nodeName())));
        options.warnOfOthers(SupervisordOptions.INCLUDE, Map.of());
        if (!options.has("files")) {
            options.problem("has no files, expected files = patterns with white space between");
        }
        var patterns = options.read("files", PythonText::words).orElse(List.of());
        var read = 1;
        for (var pattern : patterns) {
            var found = PythonGlob.expand(main.resolveSibling(pattern));
            if (found.isEmpty()) {
                options.warning("files", "there is no file " + Values.quoted(pattern));
            }
            for (var file : found) {
                if (Files.isDirectory(file)) {
                    options.warning("files", file + " is a folder, and passed over");
                } else if (++read > Loader.FILES_MAX) {
                    options.problem(
                            "files",
                            "are too many, expected at most %s".formatted(Loader.FILES_MAX));
                    return;
                } else {
                    readFile(file);
                }
            }
        }
    }

    private void warnIfUnknown(Section section) {
        var name = section.name();
        if (!isKnown(name) && !isServer(name)) {
            reader(section, daemonNames)
                    .warning(
                            "is not a section of supervisord's and is ignored"
                                    + Nearest.hint(name, KNOWN));
        }
    }

    private static boolean isKnown(String name) {
        for (var known : KNOWN) {
            if (known.endsWith(":") ? name.startsWith(known) : name.equals(known)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isServer(String name) {
        return name.startsWith("unix_http_server") || name.startsWith("inet_http_server");
    }

    private List<HttpServer> servers(Names names) {
        var servers = new ArrayList<HttpServer>();
        var reader = new ServerReader(host);
        for (var section : ini.sections()) {
            if (section.name().startsWith("inet_http_server")) {
                reader.inet(reader(section, names)).ifPresent(servers::add);
            }
        }
        for (var section : ini.sections()) {
            if (section.name().startsWith("unix_http_server")) {
                reader.unix(reader(section, names)).ifPresent(servers::add);
            }
        }
        return servers;
    }

    private List<RpcInterface> rpcInterfaces(Names names) {
        return ini.sections().stream()
                .filter(section -> section.name().startsWith("rpcinterface:"))
                .flatMap(section -> rpcInterface(reader(section, names)).stream())
                .toList();
    }

    private static Optional<RpcInterface> rpcInterface(OptionReader section) {
        var name = section.section().name();
        var factory = section.text(FACTORY);
        if (factory.isEmpty()) {
            if (!section.has(FACTORY)) {
                section.problem("has no " + FACTORY + ", expected " + RpcInterface.FACTORY);
            }
            return Optional.empty();
        }
        if (!factory.get().replaceAll("\\s", "").equals(RpcInterface.FACTORY)) {
            section.problem(
                    FACTORY,
                    "%s cannot be resolved: it would be Python, only %s is offered"
                            .formatted(Values.quoted(factory.get()), RpcInterface.FACTORY));
            return Optional.empty();
        }
        for (var option : section.section().allOptions()) {
            if (!option.name().equals(FACTORY)) {
                section.problem(option.name(), RpcInterface.FACTORY + " has no such option");
            }
        }
        return Optional.of(new RpcInterface(name.substring(name.indexOf(':') + 1)));
    }
}
