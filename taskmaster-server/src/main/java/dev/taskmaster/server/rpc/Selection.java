package dev.taskmaster.server.rpc;

import dev.taskmaster.Supervisor;
import dev.taskmaster.server.host.Groups;
import dev.taskmaster.spec.ProcessName;
import dev.taskmaster.spec.ProcessSpec;
import dev.taskmaster.status.ProcessStatus;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Finds processes by supervisord's rules: `x` is `x:x`, and `g:` and `g:*` are all of a group.
/// Taskmaster's own are more lenient.
final class Selection {
    private final Supervisor supervisor;
    private final Groups groups;

    Selection(Supervisor supervisor, Groups groups) {
        this.supervisor = supervisor;
        this.groups = groups;
    }

    /// What a client named.
    sealed interface Found {
        /// One process.
        record One(ProcessSpec spec) implements Found {}

        /// All of a group.
        record Group(String name) implements Found {}
    }

    /// @throws RpcException BAD_NAME if there is nothing of that name
    Found find(String name) throws RpcException {
        var colon = name.indexOf(':');
        var group = colon < 0 ? name : name.substring(0, colon);
        var process = colon < 0 ? name : name.substring(colon + 1);
        if (process.isEmpty() || process.equals("*")) {
            if (!groups.names().contains(group)) {
                throw new RpcException(FaultCode.BAD_NAME, name);
            }
            return new Found.Group(group);
        }
        return new Found.One(
                supervisor.specs().stream()
                        .filter(spec -> spec.name().group().equals(group))
                        .filter(spec -> spec.name().process().equals(process))
                        .findFirst()
                        .orElseThrow(() -> new RpcException(FaultCode.BAD_NAME, name)));
    }

    /// @throws RpcException BAD_NAME if there is no process of that name, or a group is meant
    ProcessSpec one(String name) throws RpcException {
        return switch (find(name)) {
            case Found.One(var spec) -> spec;
            case Found.Group _ -> throw new RpcException(FaultCode.BAD_NAME, name);
        };
    }

    /// {@return all of a group, low priorities first}
    ///
    /// @throws RpcException BAD_NAME if there is no such group
    List<ProcessSpec> group(String name) throws RpcException {
        if (!groups.names().contains(name)) {
            throw new RpcException(FaultCode.BAD_NAME, name);
        }
        return all().stream().filter(spec -> spec.name().group().equals(name)).toList();
    }

    /// {@return all processes, low priorities first}
    List<ProcessSpec> all() {
        return supervisor.specs().stream().sorted(Selection::byPriority).toList();
    }

    /// By priority, between groups and then in a group, else by name.
    private static int byPriority(ProcessSpec one, ProcessSpec other) {
        var start = one.start();
        var otherStart = other.start();
        var order = Integer.compare(start.groupPriority(), otherStart.groupPriority());
        if (order == 0) {
            order = one.name().group().compareTo(other.name().group());
        }
        if (order == 0) {
            order = Integer.compare(start.priority(), otherStart.priority());
        }
        return order == 0 ? one.name().process().compareTo(other.name().process()) : order;
    }

    /// {@return the state of a process, if it is still supervised}
    Optional<ProcessStatus> status(ProcessSpec spec) {
        return Optional.ofNullable(statuses().get(spec.name()));
    }

    /// {@return the states of all processes}
    Map<ProcessName, ProcessStatus> statuses() {
        return supervisor.status().stream()
                .collect(Collectors.toMap(ProcessStatus::name, Function.identity()));
    }

    /// {@return the name by which the supervisor knows exactly this process}
    static String exact(ProcessName name) {
        return name.group() + ":" + name.process();
    }
}
