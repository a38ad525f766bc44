package dev.taskmaster.config;

import dev.taskmaster.config.supervisord.GroupConfig;
import dev.taskmaster.config.supervisord.GroupConfig.Listeners;
import dev.taskmaster.config.supervisord.HttpServer.Owner;
import dev.taskmaster.config.supervisord.ProcessConfig;
import dev.taskmaster.internal.ini.Ini;
import dev.taskmaster.internal.ini.Section;
import dev.taskmaster.spec.ListeningSocket;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.regex.Pattern;

/// Reads all groups: `[group:x]`, and the ones that programs, listeners and FastCGI programs are of
/// their own.
final class GroupReader {
    private static final String PROGRAM = "program:";
    private static final String FCGI_PROGRAM = "fcgi-program:";
    private static final String GROUP = "group:";
    private static final String EVENT_LISTENER = "eventlistener:";
    private static final Pattern TCP = Pattern.compile("tcp://([^\\s:]+):([0-9]+)");
    private static final List<String> EVENTS =
            List.of(
                    "EVENT",
                    "PROCESS_STATE",
                    "PROCESS_STATE_STOPPED",
                    "PROCESS_STATE_EXITED",
                    "PROCESS_STATE_STARTING",
                    "PROCESS_STATE_STOPPING",
                    "PROCESS_STATE_BACKOFF",
                    "PROCESS_STATE_FATAL",
                    "PROCESS_STATE_RUNNING",
                    "PROCESS_STATE_UNKNOWN",
                    "PROCESS_COMMUNICATION",
                    "PROCESS_COMMUNICATION_STDOUT",
                    "PROCESS_COMMUNICATION_STDERR",
                    "PROCESS_LOG",
                    "PROCESS_LOG_STDOUT",
                    "PROCESS_LOG_STDERR",
                    "REMOTE_COMMUNICATION",
                    "SUPERVISOR_STATE_CHANGE",
                    "SUPERVISOR_STATE_CHANGE_RUNNING",
                    "SUPERVISOR_STATE_CHANGE_STOPPING",
                    "TICK",
                    "TICK_5",
                    "TICK_60",
                    "TICK_3600",
                    "PROCESS_GROUP",
                    "PROCESS_GROUP_ADDED",
                    "PROCESS_GROUP_REMOVED");

    private final Ini ini;
    private final SupervisordHost host;
    private final ProcessReader processes;
    private final Function<Section, OptionReader> reader;
    private final Set<String> inGroups = new HashSet<>();
    private final List<GroupConfig> groups = new ArrayList<>();
    private final Map<GroupConfig, OptionReader> sections = new IdentityHashMap<>();

    GroupReader(
            Ini ini,
            SupervisordHost host,
            ProcessReader processes,
            Function<Section, OptionReader> reader) {
        this.ini = ini;
        this.host = host;
        this.processes = processes;
        this.reader = reader;
    }

    /// {@return the groups, by priority and then by name}
    List<GroupConfig> read() {
        // In this order: which programs have no group of their own follows from the groups.
        each(GROUP, this::group);
        each(PROGRAM, this::program);
        each(EVENT_LISTENER, this::listeners);
        each(FCGI_PROGRAM, this::fastCgi);
        groups.sort(GroupReader::inStartOrder);
        return withoutTwins();
    }

    /// By hand, as all that is compared at every start: the JVM keeps no comparator of
    /// [java.util.Comparator#comparing] ready, because it could be serialised.
    private static int inStartOrder(GroupConfig one, GroupConfig other) {
        var byPriority = Integer.compare(one.priority(), other.priority());
        return byPriority == 0 ? one.name().compareTo(other.name()) : byPriority;
    }

    /// A section of one kind, and the name it gives.
    private record Named(String name, OptionReader options) {}

    private void each(String prefix, Consumer<Named> read) {
        for (var section : ini.sections()) {
            if (section.name().startsWith(prefix) && !inGroups.contains(section.name())) {
                var options = reader.apply(section);
                name(options, section.name().substring(prefix.length()))
                        .ifPresent(name -> read.accept(new Named(name, options)));
            }
        }
    }

    private static Optional<String> name(OptionReader options, String text) {
        try {
            return Optional.of(SupervisordValues.name(text));
        } catch (BadValueException e) {
            options.problem(e.getMessage());
            return Optional.empty();
        }
    }

    private void add(OptionReader options, GroupConfig group) {
        groups.add(group);
        sections.put(group, options);
    }

    private void group(Named group) {
        var options = group.options();
        options.warnOfOthers(SupervisordOptions.GROUP, Map.of());
        var members = new ArrayList<ProcessConfig>();
        for (var program : options.read("programs", SupervisordValues::strings).orElse(List.of())) {
            member(options, program)
                    .ifPresent(section -> members.addAll(members(options, section, group.name())));
        }
        add(
                options,
                new GroupConfig(
                        group.name(),
                        options.integer("priority", 999),
                        new GroupConfig.Programs(),
                        withoutTwins(options, members)));
    }

    private Optional<Section> member(OptionReader group, String program) {
        var plain = ini.section(PROGRAM + program);
        var fastCgi = ini.section(FCGI_PROGRAM + program);
        if (plain.isPresent() && fastCgi.isPresent()) {
            group.problem(
                    "programs",
                    "%s is ambiguous: there are [%s%s] and [%s%s]"
                            .formatted(
                                    Values.quoted(program),
                                    PROGRAM,
                                    program,
                                    FCGI_PROGRAM,
                                    program));
            return Optional.empty();
        }
        if (plain.isEmpty() && fastCgi.isEmpty()) {
            group.problem(
                    "programs",
                    "there is no [program:x] or [fcgi-program:x] for %s%s"
                            .formatted(
                                    Values.quoted(program), Nearest.hint(program, programNames())));
        }
        return plain.or(() -> fastCgi);
    }

    private List<String> programNames() {
        return ini.sections().stream()
                .map(Section::name)
                .filter(name -> name.startsWith(PROGRAM) || name.startsWith(FCGI_PROGRAM))
                .map(name -> name.substring(name.indexOf(':') + 1))
                // To look for what was meant takes long, and is not worth more.
                .limit(1000)
                .toList();
    }

    private List<ProcessConfig> members(OptionReader group, Section section, String groupName) {
        inGroups.add(section.name());
        var options = reader.apply(section);
        if (section.name().startsWith(FCGI_PROGRAM)) {
            group.warning(
                    "programs",
                    "[%s] gets no socket here: in a group, it is a program as any other"
                            .formatted(section.name()));
            options.warnOfOthers(SupervisordOptions.FCGI_PROGRAM, SupervisordOptions.RENAMED);
        } else {
            options.warnOfOthers(SupervisordOptions.PROGRAM, SupervisordOptions.RENAMED);
        }
        return name(options, section.name().substring(section.name().indexOf(':') + 1))
                .map(program -> processes.read(options, program, groupName))
                .orElse(List.of());
    }

    private void program(Named program) {
        var options = program.options();
        options.warnOfOthers(SupervisordOptions.PROGRAM, SupervisordOptions.RENAMED);
        add(options, homogeneous(program, 999, new GroupConfig.Programs()));
    }

    private GroupConfig homogeneous(Named program, int priority, GroupConfig.Kind kind) {
        var options = program.options();
        return new GroupConfig(
                program.name(),
                options.integer("priority", priority),
                kind,
                withoutTwins(options, processes.read(options, program.name(), program.name())));
    }

    private void listeners(Named pool) {
        var options = pool.options();
        options.warnOfOthers(SupervisordOptions.EVENT_LISTENER, SupervisordOptions.RENAMED);
        if (options.flag("redirect_stderr", false)) {
            options.problem(
                    "redirect_stderr",
                    "cannot be true: a listener's stdout is for its answers to events alone");
        }
        if (!options.has("events")) {
            options.problem("has no events, expected events = names with commas between");
        }
        var handler = options.text("result_handler").orElse(Listeners.DEFAULT_HANDLER);
        if (!handler.equals(Listeners.DEFAULT_HANDLER)) {
            options.problem(
                    "result_handler",
                    "%s cannot be resolved: it would be Python, only %s is offered"
                            .formatted(Values.quoted(handler), Listeners.DEFAULT_HANDLER));
        }
        var bufferSize =
                options.read(
                                "buffer_size",
                                text -> SupervisordValues.integer(text, 1, Integer.MAX_VALUE))
                        .orElse(10);
        var events = options.read("events", GroupReader::events).orElseGet(TreeSet::new);
        add(options, homogeneous(pool, -1, new Listeners(events, bufferSize, handler)));
    }

    private static SortedSet<String> events(String text) {
        var events = new TreeSet<String>();
        for (var event : SupervisordValues.strings(text)) {
            var name = event.toUpperCase(Locale.ROOT);
            if (!EVENTS.contains(name)) {
                throw new BadValueException(
                        "there is no event %s%s"
                                .formatted(Values.quoted(event), Nearest.hint(name, EVENTS)));
            }
            events.add(name);
        }
        if (events.isEmpty()) {
            throw new BadValueException("is empty, expected names with commas between");
        }
        return events;
    }

    private void fastCgi(Named program) {
        var options = program.options();
        options.warnOfOthers(SupervisordOptions.FCGI_PROGRAM, SupervisordOptions.RENAMED);
        var named = options.with(options.names().with(Map.of("program_name", program.name())));
        if (options.raw("socket").orElse("").isEmpty()) {
            options.problem("has no socket, expected socket = unix:///path or tcp://host:port");
        }
        named.read("socket", text -> socket(options, text))
                .ifPresent(
                        socket ->
                                add(
                                        options,
                                        homogeneous(
                                                program, 999, new GroupConfig.FastCgi(socket))));
    }

    private ListeningSocket socket(OptionReader options, String text) {
        var servers = new ServerReader(host);
        var owner = options.read("socket_owner", servers::owner);
        var mode = options.read("socket_mode", SupervisordValues::octal);
        var backlog =
                options.read(
                                "socket_backlog",
                                number -> SupervisordValues.integer(number, 1, 65535))
                        .map(OptionalInt::of)
                        .orElse(OptionalInt.empty());
        if (text.startsWith("unix://")) {
            var path = text.substring("unix://".length());
            if (!path.startsWith("/")) {
                throw new BadValueException(
                        "%s is not an absolute path".formatted(Values.quoted(path)));
            }
            var whose = owner.or(() -> options.text("user").flatMap(this::ownerFor));
            return new ListeningSocket.Unix(
                    Path.of(path).normalize(),
                    whose.map(Owner::uid).orElse(OptionalInt.empty()),
                    whose.map(Owner::gid).orElse(OptionalInt.empty()),
                    mode.orElse(0700),
                    backlog);
        }
        for (var option : List.of("socket_owner", "socket_mode")) {
            if (options.has(option)) {
                options.problem(option, "is only for unix sockets");
            }
        }
        var tcp = TCP.matcher(text);
        if (!tcp.matches()) {
            throw new BadValueException(
                    "%s is not a socket, expected unix:///path or tcp://host:port"
                            .formatted(Values.quoted(text)));
        }
        return new ListeningSocket.Tcp(
                tcp.group(1).toLowerCase(Locale.ROOT),
                SupervisordValues.integer(tcp.group(2), 1, 0xFFFF),
                backlog);
    }

    /// The user of a program and that user's own group. A user that there is not is a problem of
    /// the program's.
    private Optional<Owner> ownerFor(String user) {
        return host.accounts()
                .user(user)
                .map(account -> new Owner(user, account.uid(), account.gid()));
    }

    /// Of two processes with one name, supervisord forgets the first without a word.
    private static List<ProcessConfig> withoutTwins(
            OptionReader options, List<ProcessConfig> processes) {
        var byName = new LinkedHashMap<String, ProcessConfig>();
        for (var process : processes) {
            if (byName.put(process.name(), process) != null) {
                options.warning(
                        "there are two processes %s here, the later is taken"
                                .formatted(Values.quoted(process.name())));
            }
        }
        return List.copyOf(byName.values());
    }

    /// Of two groups with one name, supervisord never starts the second.
    private List<GroupConfig> withoutTwins() {
        var byName = new LinkedHashMap<String, GroupConfig>();
        for (var group : groups) {
            var first = byName.putIfAbsent(group.name(), group);
            if (first != null) {
                sections.get(group)
                        .warning(
                                "is ignored: [%s] makes a group of the same name"
                                        .formatted(sections.get(first).section().name()));
            }
        }
        return List.copyOf(byName.values());
    }
}
