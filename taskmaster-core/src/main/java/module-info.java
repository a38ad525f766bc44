/// Supervises processes: starts them, keeps them alive, restarts them by policy, and always knows
/// whether each is alive.
///
/// Start reading at [dev.taskmaster.Supervisor].
module dev.taskmaster.core {
    requires org.yaml.snakeyaml;

    // The front door: Supervisor.
    exports dev.taskmaster;
    // What is wanted: programs and processes.
    exports dev.taskmaster.spec;
    // What is: the state of each process.
    exports dev.taskmaster.status;
    // What happened: one record per event.
    exports dev.taskmaster.event;
    // Logs: events written to a file or syslog, and logs read and followed.
    exports dev.taskmaster.log;
    // Text to spec: configuration files, YAML and supervisord's.
    exports dev.taskmaster.config;
    // What a supervisord.conf says, for those who speak to supervisord's clients.
    exports dev.taskmaster.config.supervisord;
    // How processes are started: the interface to write a launcher of your own against.
    exports dev.taskmaster.launch;

    uses dev.taskmaster.launch.ProcessLauncher;
}
