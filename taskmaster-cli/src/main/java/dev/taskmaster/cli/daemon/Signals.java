package dev.taskmaster.cli.daemon;

import java.lang.reflect.Proxy;

/// Signals that this process gets from outside.
///
/// The JDK has no way to hear them but `sun.misc.Signal` (kept in `jdk.unsupported` by JEP 260). It
/// is called by reflection because `javac` warns of it and lets nobody say that it is meant.
public final class Signals {
    private Signals() {}

    /// Has an action run, by a thread of its own, whenever a signal arrives.
    ///
    /// A signal that was ignored when this process was started, as `nohup` does with SIGHUP, stays
    /// ignored.
    ///
    /// @param name the name without `SIG`
    public static void on(String name, Runnable action) {
        try {
            var signalType = Class.forName("sun.misc.Signal");
            var handlerType = Class.forName("sun.misc.SignalHandler");
            var handler =
                    Proxy.newProxyInstance(
                            Signals.class.getClassLoader(),
                            new Class<?>[] {handlerType},
                            (_, _, _) -> {
                                action.run();
                                return null;
                            });
            signalType
                    .getMethod("handle", signalType, handlerType)
                    .invoke(
                            null,
                            signalType.getConstructor(String.class).newInstance(name),
                            handler);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("cannot hear SIG" + name, e);
        }
    }
}
