package dev.taskmaster.config.supervisord;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/// What a supervisord.conf and the files it includes say.
///
/// @param settings the section `[supervisord]`
/// @param servers what it listens on: first all inet servers, then all unix servers, each kind in
///   the order of the file
/// @param supervisorctl the section `[supervisorctl]`, if there is one
/// @param rpcInterfaces the sections `[rpcinterface:x]`, in the order of the file
/// @param groups what it supervises, by priority and then by name; no two have the same name
public record SupervisordConfig(
        SupervisordSettings settings,
        List<HttpServer> servers,
        Optional<SupervisorctlSettings> supervisorctl,
        List<RpcInterface> rpcInterfaces,
        List<GroupConfig> groups) {
    public SupervisordConfig {
        Objects.requireNonNull(settings);
        servers = List.copyOf(servers);
        Objects.requireNonNull(supervisorctl);
        rpcInterfaces = List.copyOf(rpcInterfaces);
        groups = List.copyOf(groups);
    }

    /// {@return the `SUPERVISOR_SERVER_URL` of programs that do not say otherwise: that of the
    /// first unix server, else of the last inet server, as supervisord has it}
    public Optional<String> serverUrl() {
        return servers.stream()
                .filter(HttpServer.Unix.class::isInstance)
                .findFirst()
                .or(() -> servers.stream().reduce((_, last) -> last))
                .map(HttpServer::url);
    }
}
