/// Examples of embedding supervision. That they compile as a module of their own proves that what
/// they use is exported.
module dev.taskmaster.examples {
    requires transitive dev.taskmaster.core;
    requires jdk.httpserver;

    exports dev.taskmaster.examples.quickstart;
    exports dev.taskmaster.examples.listener;
    exports dev.taskmaster.examples.reload;
    exports dev.taskmaster.examples.launcher;
    exports dev.taskmaster.examples.embedded;
}
