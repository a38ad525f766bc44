package dev.taskmaster.spec;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;

/// A program as it is wanted: its name, its group and the processes it asks for.
///
/// Made with [#named]:
///
/// {@snippet :
/// var web = ProgramSpec.named("web")
///         .cmd("python3", "-m", "http.server")
///         .autorestart(Autorestart.ALWAYS)
///         .stopTime(Duration.ofSeconds(5))
///         .build();
/// }
///
/// @param name the name of the program
/// @param group the name of the group that its processes are in
/// @param processes its processes, at least one
public record ProgramSpec(String name, String group, List<ProcessSpec> processes) {

    /// @throws InvalidSpecException if a name is not valid, there is no process, or a process
    ///   belongs to another program or group
    public ProgramSpec {
        ProcessName.check("name", name);
        ProcessName.check("group", group);
        processes = List.copyOf(processes);
        if (processes.isEmpty()) {
            throw new InvalidSpecException("numprocs", "must be at least 1");
        }
        for (var process : processes) {
            if (!process.program().equals(name) || !process.name().group().equals(group)) {
                throw new InvalidSpecException(
                        "name", process.name() + " is not a process of " + group + ":" + name);
            }
        }
    }

    /// A builder for the program `name`, with every option at its default but for the command.
    public static Builder named(String name) {
        return new Builder(name);
    }

    /// Checks that programs can be supervised together.
    ///
    /// @throws InvalidSpecException if two processes have the same name, or a program depends on
    ///   one that is not among them, or on itself in a circle
    public static void checkTogether(Collection<ProgramSpec> programs) {
        var names = new HashSet<ProcessName>();
        var dependencies = new HashMap<String, Set<String>>();
        for (var program : programs) {
            for (var process : program.processes()) {
                if (!names.add(process.name())) {
                    throw new InvalidSpecException(
                            "name", "there are two processes " + process.name());
                }
                dependencies
                        .computeIfAbsent(program.name(), _ -> new LinkedHashSet<>())
                        .addAll(process.start().dependsOn());
            }
        }
        dependencies.forEach(
                (program, others) -> {
                    for (var other : others) {
                        if (!dependencies.containsKey(other)) {
                            throw new InvalidSpecException(
                                    "depends_on",
                                    program + " depends on '" + other + "', which there is not");
                        }
                        if (reaches(dependencies, other, program, new HashSet<>())) {
                            throw new InvalidSpecException(
                                    "depends_on",
                                    program + " depends on itself, by way of " + other);
                        }
                    }
                });
    }

    private static boolean reaches(
            Map<String, Set<String>> dependencies, String from, String to, Set<String> seen) {
        return from.equals(to)
                || seen.add(from)
                        && dependencies.getOrDefault(from, Set.of()).stream()
                                .anyMatch(next -> reaches(dependencies, next, to, seen));
    }

    /// Puts a program together. Each method takes one option, named as in a configuration file.
    ///
    /// In the command, the environment's values and all paths, `{program}`, `{process}` and `{num}`
    /// stand for the names of the program and of the process and for the number of the process.
    ///
    /// Not safe for use by several threads at once.
    public static final class Builder {
        private final String name;
        private String group;
        private int numprocs = 1;
        private int numprocsStart;
        private List<String> cmd = List.of();
        private Path workingDir;
        private final Map<String, String> env = new LinkedHashMap<>();
        private int umask = -1;
        private User user;
        private final Map<Resource, Limit> limits = new EnumMap<>(Resource.class);
        private Stdin stdin = new Stdin.Empty();
        private Output stdout = new Output.Discard();
        private Output stderr = new Output.Discard();
        private boolean autostart = true;
        private Duration startTime = Duration.ofSeconds(1);
        private int startRetries = 3;
        private int priority = 999;
        private List<String> dependsOn = List.of();
        private Autorestart autorestart = Autorestart.UNEXPECTED;
        private Set<Integer> exitCodes = Set.of(0);
        private Backoff backoff = Backoff.standard();
        private Signal stopSignal = Signal.TERM;
        private Duration stopTime = Duration.ofSeconds(10);
        private boolean stopAsGroup;
        private boolean killAsGroup = true;
        private Optional<Boolean> killTree = Optional.empty();

        private Builder(String name) {
            this.name = name;
            this.group = name;
        }

        /// The program to run and its arguments; no shell is involved. Required.
        public Builder cmd(String... words) {
            return cmd(List.of(words));
        }

        /// The program to run and its arguments; no shell is involved. Required.
        public Builder cmd(List<String> words) {
            cmd = List.copyOf(words);
            return this;
        }

        /// The group that its processes are in; default: one of its own, with its own name.
        public Builder group(String group) {
            this.group = Objects.requireNonNull(group);
            return this;
        }

        /// How many processes of it run, 1 to 100,000; default 1.
        public Builder numprocs(int numprocs) {
            this.numprocs = numprocs;
            return this;
        }

        /// The number of its first process; default 0.
        public Builder numprocsStart(int numprocsStart) {
            this.numprocsStart = numprocsStart;
            return this;
        }

        /// The folder it runs in, absolute; default: the supervisor's own.
        public Builder workingDir(Path workingDir) {
            this.workingDir = Objects.requireNonNull(workingDir);
            return this;
        }

        /// One more variable of its environment.
        public Builder env(String name, String value) {
            env.put(Objects.requireNonNull(name), Objects.requireNonNull(value));
            return this;
        }

        /// More variables of its environment.
        public Builder env(Map<String, String> variables) {
            variables.forEach(this::env);
            return this;
        }

        /// Its umask, 0 to 0777; default: the supervisor's own.
        public Builder umask(int umask) {
            this.umask = Checks.range("umask", umask, 0, 0777);
            return this;
        }

        /// The user it runs as; default: the supervisor's own.
        public Builder user(User user) {
            this.user = Objects.requireNonNull(user);
            return this;
        }

        /// One more limit of its own; default: what the supervisor gives to all.
        public Builder limit(Resource resource, Limit limit) {
            limits.put(Objects.requireNonNull(resource), Objects.requireNonNull(limit));
            return this;
        }

        /// Where its stdin comes from; default: nowhere.
        public Builder stdin(Stdin stdin) {
            this.stdin = Objects.requireNonNull(stdin);
            return this;
        }

        /// Where its stdout goes to; default: nowhere.
        public Builder stdout(Output stdout) {
            this.stdout = Objects.requireNonNull(stdout);
            return this;
        }

        /// Where its stderr goes to; default: nowhere.
        public Builder stderr(Output stderr) {
            this.stderr = Objects.requireNonNull(stderr);
            return this;
        }

        /// See [StartPolicy#autostart].
        public Builder autostart(boolean autostart) {
            this.autostart = autostart;
            return this;
        }

        /// See [StartPolicy#startTime].
        public Builder startTime(Duration startTime) {
            this.startTime = Objects.requireNonNull(startTime);
            return this;
        }

        /// See [StartPolicy#startRetries].
        public Builder startRetries(int startRetries) {
            this.startRetries = startRetries;
            return this;
        }

        /// See [StartPolicy#priority].
        public Builder priority(int priority) {
            this.priority = priority;
            return this;
        }

        /// See [StartPolicy#dependsOn].
        public Builder dependsOn(String... programs) {
            return dependsOn(List.of(programs));
        }

        /// See [StartPolicy#dependsOn].
        public Builder dependsOn(List<String> programs) {
            dependsOn = List.copyOf(programs);
            return this;
        }

        /// See [RestartPolicy#autorestart].
        public Builder autorestart(Autorestart autorestart) {
            this.autorestart = Objects.requireNonNull(autorestart);
            return this;
        }

        /// See [RestartPolicy#exitCodes].
        public Builder exitCodes(Integer... exitCodes) {
            return exitCodes(List.of(exitCodes));
        }

        /// See [RestartPolicy#exitCodes].
        public Builder exitCodes(Collection<Integer> exitCodes) {
            this.exitCodes = Set.copyOf(exitCodes);
            return this;
        }

        /// See [RestartPolicy#backoff].
        public Builder backoff(Backoff backoff) {
            this.backoff = Objects.requireNonNull(backoff);
            return this;
        }

        /// See [StopPolicy#stopSignal].
        public Builder stopSignal(Signal stopSignal) {
            this.stopSignal = Objects.requireNonNull(stopSignal);
            return this;
        }

        /// See [StopPolicy#stopTime].
        public Builder stopTime(Duration stopTime) {
            this.stopTime = Objects.requireNonNull(stopTime);
            return this;
        }

        /// See [StopPolicy#stopAsGroup].
        public Builder stopAsGroup(boolean stopAsGroup) {
            this.stopAsGroup = stopAsGroup;
            return this;
        }

        /// See [StopPolicy#killAsGroup]; false also leaves alone what outlives the process.
        public Builder killAsGroup(boolean killAsGroup) {
            this.killAsGroup = killAsGroup;
            return this;
        }

        /// See [StopPolicy#killTree].
        public Builder killTree(boolean killTree) {
            this.killTree = Optional.of(killTree);
            return this;
        }

        /// {@return the program}
        ///
        /// @throws InvalidSpecException if a value is out of its range, or there is no command
        public ProgramSpec build() {
            Checks.range("numprocs", numprocs, 1, 100_000);
            Checks.range("numprocs_start", numprocsStart, 0, 1_000_000);
            ProcessName.check("name", name);
            var template =
                    new LaunchSpec(
                            cmd,
                            Optional.ofNullable(workingDir),
                            env,
                            umask < 0 ? OptionalInt.empty() : OptionalInt.of(umask),
                            Optional.ofNullable(user),
                            limits,
                            stdin,
                            stdout,
                            stderr,
                            Isolation.SESSION);
            var start =
                    new StartPolicy(
                            autostart, startTime, startRetries, priority, priority, dependsOn);
            var restart = new RestartPolicy(autorestart, new TreeSet<>(exitCodes), backoff);
            var stop =
                    new StopPolicy(
                            stopSignal,
                            stopTime,
                            stopAsGroup,
                            killAsGroup,
                            killAsGroup,
                            killTree.orElse(killAsGroup));
            var processes =
                    IntStream.range(numprocsStart, numprocsStart + numprocs)
                            .mapToObj(num -> process(num, template, start, restart, stop))
                            .toList();
            return new ProgramSpec(name, group, processes);
        }

        private ProcessSpec process(
                int num,
                LaunchSpec template,
                StartPolicy start,
                RestartPolicy restart,
                StopPolicy stop) {
            // Digits as they are, whatever the language of the machine.
            var process = numprocs == 1 ? name : String.format(Locale.ROOT, "%s_%02d", name, num);
            var processName = new ProcessName(group, process);
            return new ProcessSpec(
                    processName,
                    name,
                    num,
                    new Placeholders(name, process, num).in(template),
                    template,
                    start,
                    restart,
                    stop);
        }
    }
}
