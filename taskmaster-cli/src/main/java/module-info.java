/// The command `taskmaster`: it runs a supervisor in the foreground, with a control shell.
///
/// Nothing is exported: this is an application. To supervise from Java, use `dev.taskmaster.core`.
@SuppressWarnings("requires-automatic") // JLine 3.30 has no module descriptors.
module dev.taskmaster.cli {
    requires com.fasterxml.jackson.core;
    requires dev.taskmaster.core;
    requires dev.taskmaster.server;
    requires info.picocli;
    requires org.jline.reader;
    requires org.jline.terminal;

    // sun.misc.Signal.
    requires jdk.unsupported;
    // JLine and Jetty log by it.
    requires java.logging;
}
