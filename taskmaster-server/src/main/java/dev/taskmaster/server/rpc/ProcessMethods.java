package dev.taskmaster.server.rpc;

import dev.taskmaster.Supervisor;
import dev.taskmaster.spec.ProcessName;
import dev.taskmaster.spec.ProcessSpec;
import dev.taskmaster.spec.Signal;
import dev.taskmaster.status.Outcome.Result;
import dev.taskmaster.status.ProcessState;
import dev.taskmaster.status.ProcessStatus;

import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// The methods that start, stop, signal and describe processes.
final class ProcessMethods {
    private static final String NAME = "the name, `group:name`";
    private static final String NAME_OR_GROUP = "the name, `group:name`, or `group:*`";
    private static final String STATUS = "one struct per process: name, group, status, description";

    private final Supervisor supervisor;
    private final Selection selection;
    private final InstantSource clock;
    private final AllProcessInfo allInfo;

    ProcessMethods(Supervisor supervisor, Selection selection, InstantSource clock) {
        this.supervisor = supervisor;
        this.selection = selection;
        this.clock = clock;
        this.allInfo = new AllProcessInfo(supervisor, clock);
    }

    Stream<Method> all() {
        return Stream.of(
                Method.named("supervisor.startProcess", "Starts a process.")
                        .param("string", "name", NAME_OR_GROUP)
                        .optional("boolean", "wait", "whether to wait until it is RUNNING")
                        .returns("boolean", "true", this::startProcess),
                Method.named("supervisor.startProcessGroup", "Starts what is down in a group.")
                        .param("string", "name", "the name of the group")
                        .optional("boolean", "wait", "whether to wait until all are RUNNING")
                        .returns(
                                "array",
                                STATUS,
                                p -> start(selection.group(p.text(0)), p.flag(1, true))),
                Method.named("supervisor.startAllProcesses", "Starts all that is down.")
                        .optional("boolean", "wait", "whether to wait until all are RUNNING")
                        .returns("array", STATUS, p -> start(selection.all(), p.flag(0, true))),
                Method.named("supervisor.stopProcess", "Stops a process.")
                        .param("string", "name", NAME_OR_GROUP)
                        .optional("boolean", "wait", "whether to wait until it is gone")
                        .returns("boolean", "true", this::stopProcess),
                Method.named("supervisor.stopProcessGroup", "Stops what is up in a group.")
                        .param("string", "name", "the name of the group")
                        .optional("boolean", "wait", "whether to wait until all are gone")
                        .returns(
                                "array",
                                STATUS,
                                p -> stop(selection.group(p.text(0)), p.flag(1, true))),
                Method.named("supervisor.stopAllProcesses", "Stops all that is up.")
                        .optional("boolean", "wait", "whether to wait until all are gone")
                        .returns("array", STATUS, p -> stop(selection.all(), p.flag(0, true))),
                Method.named("supervisor.signalProcess", "Sends a signal to a process.")
                        .param("string", "name", NAME_OR_GROUP)
                        .param("string", "signal", "its name or number")
                        .returns("boolean", "true", this::signalProcess),
                Method.named("supervisor.signalProcessGroup", "Sends a signal to all in a group.")
                        .param("string", "name", "the name of the group")
                        .param("string", "signal", "its name or number")
                        .returns(
                                "array",
                                STATUS,
                                p -> signal(selection.group(p.text(0)), p.textOrNumber(1))),
                Method.named("supervisor.signalAllProcesses", "Sends a signal to all processes.")
                        .param("string", "signal", "its name or number")
                        .returns("array", STATUS, p -> signal(selection.all(), p.textOrNumber(0))),
                Method.named("supervisor.sendProcessStdin", "Writes to the stdin of a process.")
                        .param("string", "name", NAME)
                        .param("string", "chars", "what to write")
                        .returns("boolean", "true", this::sendProcessStdin),
                Method.named("supervisor.getProcessInfo", "Describes a process.")
                        .param("string", "name", NAME)
                        .returns(
                                "struct",
                                "what is known of it",
                                p -> info(selection.one(p.text(0)))),
                Method.named("supervisor.getAllProcessInfo", "Describes all processes.")
                        .returns(
                                "array",
                                "a struct for each, by group and name",
                                _ -> allInfo.now()));
    }

    private Object startProcess(Params params) throws RpcException, InterruptedException {
        var name = params.text(0);
        var wait = params.flag(1, true);
        return switch (selection.find(name)) {
            case Selection.Found.Group(var group) -> start(selection.group(group), wait);
            case Selection.Found.One(var spec) -> {
                startCommand(name, spec, wait).await();
                yield true;
            }
        };
    }

    private Object start(List<ProcessSpec> which, boolean wait) throws InterruptedException {
        return forEach(
                which,
                state -> !state.isUp(),
                wait,
                spec -> startCommand(spec.name().toString(), spec, wait));
    }

    private Command startCommand(String name, ProcessSpec spec, boolean wait) {
        try {
            Executables.check(spec.launch());
        } catch (RpcException e) {
            return Command.failed(name, e);
        }
        var exact = Selection.exact(spec.name());
        return Command.of(name, wait ? supervisor.start(exact) : supervisor.beginStart(exact));
    }

    private Object stopProcess(Params params) throws RpcException, InterruptedException {
        var name = params.text(0);
        var wait = params.flag(1, true);
        return switch (selection.find(name)) {
            case Selection.Found.Group(var group) -> stop(selection.group(group), wait);
            case Selection.Found.One(var spec) -> {
                stopCommand(name, spec, wait).await();
                yield true;
            }
        };
    }

    private Object stop(List<ProcessSpec> which, boolean wait) throws InterruptedException {
        return forEach(
                which,
                ProcessState::isUp,
                wait,
                spec -> stopCommand(spec.name().toString(), spec, wait));
    }

    private Command stopCommand(String name, ProcessSpec spec, boolean wait) {
        var exact = Selection.exact(spec.name());
        return Command.of(name, wait ? supervisor.stop(exact) : supervisor.beginStop(exact));
    }

    private Object signalProcess(Params params) throws RpcException, InterruptedException {
        var name = params.text(0);
        var signal = params.textOrNumber(1);
        return switch (selection.find(name)) {
            case Selection.Found.Group(var group) -> signal(selection.group(group), signal);
            case Selection.Found.One(var spec) -> {
                signalCommand(name, spec, signal).await();
                yield true;
            }
        };
    }

    private Object signal(List<ProcessSpec> which, String signal) throws InterruptedException {
        return forEach(
                which,
                ProcessState::isAlive,
                false,
                spec -> signalCommand(spec.name().toString(), spec, signal));
    }

    private Command signalCommand(String name, ProcessSpec spec, String text) {
        if (text.strip().equals("0")) {
            return probe(name, spec);
        }
        var signal = Signal.parse(text);
        return signal.isEmpty()
                ? Command.failed(name, new RpcException(FaultCode.BAD_SIGNAL, text))
                : Command.of(name, supervisor.signal(signal.get(), Selection.exact(spec.name())));
    }

    /// Signal 0 does nothing but find out whether there is a process (`man 2 kill`).
    private Command probe(String name, ProcessSpec spec) {
        var isAlive = selection.status(spec).filter(s -> s.state().isAlive()).isPresent();
        return isAlive
                ? new Command(name, CompletableFuture.completedFuture(Optional.empty()))
                : Command.failed(name, new RpcException(FaultCode.NOT_RUNNING, name));
    }

    /// Gives a command to every process in a wanted state, all at once, and waits for all.
    ///
    /// @param wait whether a command may take long
    /// @return what became of each: in the order in which they were done if that may take long,
    ///   else in that of the processes
    private List<Object> forEach(
            List<ProcessSpec> which,
            Predicate<ProcessState> wanted,
            boolean wait,
            Function<ProcessSpec, Command> command)
            throws InterruptedException {
        var given = new ArrayList<CompletableFuture<?>>();
        var done = new ConcurrentLinkedQueue<Object>();
        var statuses = selection.statuses();
        for (var spec : which) {
            var status = statuses.get(spec.name());
            if (status != null && wanted.test(status.state())) {
                var result = command.apply(spec).fault().thenApply(f -> status(spec.name(), f));
                given.add(result.whenComplete((it, _) -> done.add(it)));
            }
        }
        var results = new ArrayList<>();
        for (var one : given) {
            results.add(await(one));
        }
        return wait ? List.copyOf(done) : results;
    }

    private static Object await(CompletableFuture<?> result) throws InterruptedException {
        try {
            return result.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }

    private static Object status(ProcessName name, Optional<RpcException> fault) {
        return status(
                name,
                fault.map(RpcException::code).orElse(FaultCode.SUCCESS),
                fault.map(RpcException::getMessage).orElse("OK"));
    }

    static Map<String, Object> status(ProcessName name, FaultCode code, String description) {
        return Map.of(
                "name", name.process(),
                "group", name.group(),
                "status", code.number(),
                "description", description);
    }

    private Object sendProcessStdin(Params params) throws RpcException, InterruptedException {
        if (!(params.values().get(1) instanceof String chars)) {
            throw new RpcException(
                    FaultCode.INCORRECT_PARAMETERS, params.values().get(1).toString());
        }
        var name = params.text(0);
        var spec = selection.one(name);
        var state = selection.status(spec).map(ProcessStatus::state);
        if (state.filter(s -> s.isAlive() && s != ProcessState.STOPPING).isEmpty()) {
            throw new RpcException(FaultCode.NOT_RUNNING, name);
        }
        try {
            var bytes = chars.getBytes(StandardCharsets.UTF_8);
            var outcome = supervisor.write(Selection.exact(spec.name()), bytes).get().getFirst();
            if (outcome.result() == Result.FAILED) {
                throw new RpcException(FaultCode.NO_FILE, name);
            }
            Command.of(name, CompletableFuture.completedFuture(List.of(outcome))).await();
            return true;
        } catch (ExecutionException e) {
            throw new RpcException(FaultCode.SHUTDOWN_STATE);
        }
    }

    private Object info(ProcessSpec spec) throws RpcException {
        return ProcessInfo.of(
                spec,
                selection
                        .status(spec)
                        .orElseThrow(
                                () -> new RpcException(FaultCode.BAD_NAME, spec.name().toString())),
                clock.instant());
    }
}
