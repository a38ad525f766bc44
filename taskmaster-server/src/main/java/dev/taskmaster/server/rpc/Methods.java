package dev.taskmaster.server.rpc;

import dev.taskmaster.Supervisor;
import dev.taskmaster.server.host.Host;

import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/// All methods, and those that are about methods.
final class Methods {
    /// What the results of one multicall come to at most, but for the last of them: without a limit
    /// a few kilobytes of calls would make gigabytes of logs.
    static final int MULTICALL_CHARS_MAX = 16 << 20;

    private final Host host;
    private final Map<String, Method> methods = new TreeMap<>();

    Methods(Supervisor supervisor, Host host, InstantSource clock) {
        this.host = host;
        var selection = new Selection(supervisor, host.groups());
        Stream.of(
                        new DaemonMethods(host).all(),
                        new ProcessMethods(supervisor, selection, clock).all(),
                        new LogMethods(selection, host).all(),
                        system())
                .flatMap(all -> all)
                .forEach(method -> methods.put(method.name(), method));
    }

    private Stream<Method> system() {
        return Stream.of(
                Method.named("system.listMethods", "Lists the methods.")
                        .returns("array", "their names", _ -> List.copyOf(methods.keySet())),
                Method.named("system.methodHelp", "Tells what a method does.")
                        .param("string", "name", "the name of the method")
                        .returns("string", "its help", p -> method(p).help()),
                Method.named("system.methodSignature", "Tells the types of a method.")
                        .param("string", "name", "the name of the method")
                        .returns(
                                "array",
                                "that of its result and then those of its parameters",
                                p -> method(p).signature()),
                Method.named("system.multicall", "Calls methods one after the other.")
                        .param("array", "calls", "structs of methodName and params")
                        .returns(
                                "array",
                                "their results; a struct of faultCode and faultString for a fault",
                                this::multicall));
    }

    private Method method(Params params) throws RpcException {
        var method = methods.get(params.text(0));
        if (method == null) {
            throw new RpcException(FaultCode.SIGNATURE_UNSUPPORTED);
        }
        return method;
    }

    /// Calls a method.
    Object call(String name, List<Object> params)
            throws RpcException, IOException, InterruptedException {
        var method = methods.get(name);
        if (method == null) {
            throw new RpcException(FaultCode.UNKNOWN_METHOD);
        }
        if (name.startsWith("supervisor.")
                && !name.equals("supervisor.sendRemoteCommEvent")
                && host.state() != Host.State.RUNNING) {
            throw new RpcException(FaultCode.SHUTDOWN_STATE);
        }
        return method.call(params);
    }

    /// Results are not put into arrays of one element, as others do: supervisord does not either,
    /// and its clients rely on it.
    private List<Object> multicall(Params params) throws RpcException, InterruptedException {
        var results = new ArrayList<>();
        var size = 0L;
        for (var call : params.array(0)) {
            try {
                if (size > MULTICALL_CHARS_MAX) {
                    throw new RpcException(FaultCode.FAILED, "the results before fill the answer");
                }
                var result = callOne(call);
                size += size(result);
                results.add(result);
            } catch (RpcException e) {
                results.add(Map.of("faultCode", e.code().number(), "faultString", e.getMessage()));
            } catch (IOException | RuntimeException e) {
                var text = FaultCode.FAILED + ": " + e.getMessage();
                results.add(Map.of("faultCode", FaultCode.FAILED.number(), "faultString", text));
            }
        }
        return results;
    }

    /// How many characters a result has, about.
    private static long size(Object result) {
        return switch (result) {
            case String text -> text.length();
            case Collection<?> values -> values.stream().mapToLong(Methods::size).sum();
            case Map<?, ?> struct -> struct.values().stream().mapToLong(Methods::size).sum();
            default -> 1;
        };
    }

    private Object callOne(Object call) throws RpcException, IOException, InterruptedException {
        if (!(call instanceof Map<?, ?> struct)) {
            throw new RpcException(FaultCode.INCORRECT_PARAMETERS);
        }
        if (!(struct.get("methodName") instanceof String name)) {
            throw new RpcException(FaultCode.INCORRECT_PARAMETERS, "No methodName");
        }
        if (name.equals("system.multicall")) {
            throw new RpcException(
                    FaultCode.INCORRECT_PARAMETERS, "Recursive system.multicall forbidden");
        }
        var params = Optional.<Object>ofNullable(struct.get("params")).orElse(List.of());
        if (!(params instanceof List<?> list)) {
            throw new RpcException(FaultCode.INCORRECT_PARAMETERS);
        }
        return call(name, List.copyOf(list));
    }
}
