package dev.taskmaster.config.supervisord;

import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;

/// The section `[supervisorctl]`: how a client finds the daemon.
///
/// @param serverUrl `unix:///path` or `http://host:port`; default `http://localhost:9001`
/// @param username for basic authentication
/// @param password for basic authentication
/// @param prompt of its shell; default `supervisor`
/// @param historyFile where its shell keeps what was typed; absolute; default: nowhere
public record SupervisorctlSettings(
        String serverUrl,
        Optional<String> username,
        Optional<String> password,
        String prompt,
        Optional<Path> historyFile) {
    public SupervisorctlSettings {
        Objects.requireNonNull(serverUrl);
        Objects.requireNonNull(username);
        Objects.requireNonNull(password);
        Objects.requireNonNull(prompt);
        Objects.requireNonNull(historyFile);
    }

    /// {@return all but the password, which belongs into no log}
    @Override
    public String toString() {
        return "SupervisorctlSettings[serverUrl=%s, prompt=%s]".formatted(serverUrl, prompt);
    }
}
